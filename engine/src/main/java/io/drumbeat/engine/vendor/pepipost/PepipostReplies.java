package io.drumbeat.engine.vendor.pepipost;

import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Retry;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.http.ErrorTable;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.http.StatusTable;
import io.drumbeat.engine.gateway.meta.MetaMedia;
import java.util.Set;

/**
 * What Pepipost's replies mean: their {@code status} says whether it worked, behind a 200 too.
 *
 * @see <a href="https://waapi.pepipost.com">Pepipost, WhatsApp API</a>
 */
final class PepipostReplies {

    /** Of a reply's {@code error.code}. */
    static final ErrorTable CODES = ErrorTable.builder()
            // a technical error of the vendor's
            .retry(Retry.USUAL, "8005")
            // missing parameter, not opted in, no WhatsApp contact, client error, validation
            .reject("8001", "8002", "8003", "8004", "8006")
            .build();

    /** Statuses of the account's: whatever code stands beside them, it is no recipient's. */
    private static final Set<Integer> ACCOUNT = Set.of(401, 403, 429);

    private PepipostReplies() {}

    static Outcome read(Reply reply) {
        return reply.ok() && says(reply, "success")
                ? new Outcome.Accepted(reply.first("/data/id").orElse(null))
                : refusal(reply);
    }

    /** Of an upload: the Media API is not public, and so the id is looked for where it may stand. */
    static Gateway.Upload readUpload(Reply reply) {
        return reply.first("/data/id", "/data/attachment_id", "/id", "/attachment_id")
                .filter(id -> reply.ok() && !says(reply, "failure"))
                // Nor is its term: WhatsApp itself keeps media as long as Meta does.
                .<Gateway.Upload>map(id -> new Gateway.Uploaded(id, MetaMedia.VALID_FOR))
                .orElseGet(() -> Gateway.NotUploaded.after(refusal(reply)));
    }

    private static Failure refusal(Reply reply) {
        String code = reply.first("/error/code").orElseGet(() -> reply.ok() ? "refused" : StatusTable.code(reply));
        String message = reply.first("/error/message", "/message").orElse("");
        if (ACCOUNT.contains(reply.status())) {
            return StatusTable.read(reply, code, message);
        }
        if (reply.ok()) {
            return says(reply, "failure")
                    ? CODES.read(code, message, reply).orElseGet(() -> new Outcome.Rejected(code, message, false))
                    : StatusTable.unconfirmed(reply);
        }
        return CODES.read(code, message, reply).orElseGet(() -> StatusTable.read(reply, code, message));
    }

    private static boolean says(Reply reply, String status) {
        return reply.json().path("status").asText().equalsIgnoreCase(status);
    }
}
