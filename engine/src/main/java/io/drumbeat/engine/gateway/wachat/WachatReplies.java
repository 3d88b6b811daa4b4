package io.drumbeat.engine.gateway.wachat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.engine.gateway.Reply;
import io.drumbeat.engine.gateway.StatusTable;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Wachat's replies mean. It documents statuses, but neither a body nor error codes: 200 is "processed and
 * dispatched", so a 200 is a success unless its body says outright that it is not.
 *
 * @see <a href="https://app.wachat.net">Wachat, send media</a>
 */
final class WachatReplies {

    private static final Set<String> FAILURES = Set.of("error", "failed", "failure", "fail");

    private WachatReplies() {}

    static Outcome read(Reply reply) {
        if (reply.ok() && !failed(reply.json())) {
            return new Outcome.Accepted(messageId(reply));
        }
        String code = reply.first("/error/code", "/errorCode", "/error_code", "/code", "/data/code")
                .orElseGet(() -> reply.ok() ? "refused" : StatusTable.code(reply));
        String message = reply.first("/error/message", "/message", "/error", "/data/message", "/data/error")
                .orElse("");
        return reply.ok() ? new Outcome.Rejected(code, message, false) : StatusTable.read(reply, code, message);
    }

    /** Success false, a status that names a failure, or an error that is something. */
    private static boolean failed(JsonNode body) {
        JsonNode success = body.path("success");
        JsonNode error = body.path("error");
        boolean refused = success.isBoolean() && !success.booleanValue();
        boolean erred = error.isContainerNode()
                ? !error.isEmpty()
                : !Set.of("", "null", "false").contains(error.asText().strip());
        return refused
                || erred
                || FAILURES.contains(body.path("status").asText().toLowerCase(Locale.ROOT));
    }

    private static @Nullable String messageId(Reply reply) {
        return reply.first(
                        "/id",
                        "/messageId",
                        "/message_id",
                        "/key/id",
                        "/data/id",
                        "/data/messageId",
                        "/data/message_id",
                        "/data/key/id")
                .orElse(null);
    }
}
