package io.drumbeat.engine.vendor.wacr;

import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.http.ErrorTable;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.http.StatusTable;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What WA.cr's replies mean (docs/gateways.md#wacr-wacr). */
final class WacrReplies {

    private static final int UNPROCESSABLE = 422;

    /** Of an error's code, by HTTP status. */
    private static final Map<Integer, ErrorTable> CODES = Map.of(
            401,
            ErrorTable.builder().blockSender("UNAUTHORIZED").build(),
            403,
            ErrorTable.builder()
                    // the token's scope; the plan's limit of contacts or conversations
                    .blockSender("INSUFFICIENT_SCOPE", "FEATURE_LIMIT_EXCEEDED")
                    .rejectAndSuppress("CONTACT_OPTED_OUT")
                    .build(),
            404,
            // the contact_id
            ErrorTable.builder().reject("NOT_FOUND").build(),
            UNPROCESSABLE,
            ErrorTable.builder()
                    // also: configuration for creating contacts is missing
                    .reject("VALIDATION_ERROR")
                    // also: it could not fetch our URL
                    .blockCampaign("INVALID_MEDIA_TYPE")
                    .blockSender("WHATSAPP_NOT_CONFIGURED")
                    .build(),
            429,
            ErrorTable.builder().slowDown("RATE_LIMIT_EXCEEDED").build(),
            500,
            // it may be a time-out of theirs towards WhatsApp
            ErrorTable.builder()
                    .unconfirmed("MESSAGE_SEND_FAILED", "INTERNAL_ERROR")
                    .build());

    private WacrReplies() {}

    static Outcome read(Reply reply) {
        Optional<String> id = reply.first("/message_id", "/data/message_id");
        boolean sent = reply.first("/status", "/data/status").orElse("").equals("sent");
        return reply.ok() && (id.isPresent() || sent)
                ? new Outcome.Accepted(
                        id.orElse(null),
                        reply.first("/media_url", "/data/media_url").orElse(null))
                : refusal(reply);
    }

    private static Failure refusal(Reply reply) {
        Optional<String> code = code(reply);
        String message = reply.first(
                        "/error/message", "/data/error/message", "/message", "/data/message", "/error", "/data/error")
                .orElse("");
        if (code.isEmpty() && reply.status() == UNPROCESSABLE) {
            return new Outcome.CampaignBlocked(
                    StatusTable.code(reply), message.isEmpty() ? "WA.cr refuses its extension or size." : message);
        }
        return code.flatMap(said -> consequence(said, message, reply)).orElseGet(() -> {
            if (reply.ok()) {
                return code.<Failure>map(said -> new Outcome.Rejected(said, message, false))
                        .orElseGet(() -> StatusTable.unconfirmed(reply));
            }
            return StatusTable.read(reply, code.orElseGet(() -> StatusTable.code(reply)), message);
        });
    }

    /** A failure behind a 2xx may be any. */
    private static Optional<Failure> consequence(String code, String message, Reply reply) {
        Stream<ErrorTable> tables = reply.ok() ? CODES.values().stream() : Stream.ofNullable(CODES.get(reply.status()));
        return tables.flatMap(table -> table.read(code, message, reply).stream())
                .findFirst();
    }

    /** Where it stands is not documented; a sentence or the status itself is none. */
    private static Optional<String> code(Reply reply) {
        return Stream.of("/error/code", "/error_code", "/code", "/error")
                .flatMap(place -> reply.first(place, "/data" + place).stream())
                .filter(code -> code.matches("\\w+") && !code.equals("" + reply.status()))
                .findFirst();
    }
}
