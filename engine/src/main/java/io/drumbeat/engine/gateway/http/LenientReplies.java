package io.drumbeat.engine.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.outcome.Outcome;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What replies mean whose vendor documents statuses, but neither a body nor error codes: a 200 is a success unless its
 * body says outright that it is not.
 */
public final class LenientReplies {

    private static final Set<String> FAILURES = Set.of("error", "failed", "failure", "fail");

    private LenientReplies() {}

    /** The outcome of a reply to a send; accepted with the message id where one of the usual places has it. */
    public static Outcome read(Reply reply) {
        if (reply.ok() && !failed(reply.json())) {
            return new Outcome.Accepted(messageId(reply));
        }
        String code = reply.first("/error/code", "/errorCode", "/error_code", "/code", "/data/code")
                .orElseGet(() -> reply.ok() ? "refused" : StatusTable.code(reply));
        String message = reply.first(
                        "/error/message",
                        "/message",
                        "/error",
                        "/data/message",
                        "/data/error",
                        "/errors/0/message",
                        "/errors/0")
                .orElse("");
        return reply.ok() ? new Outcome.Rejected(code, message, false) : StatusTable.read(reply, code, message);
    }

    /** A success that is false, a status that names a failure, or an error that is something. */
    private static boolean failed(JsonNode body) {
        return Stream.of("success", "ok", "status")
                        .anyMatch(name -> word(body, name).equals("false"))
                || FAILURES.contains(word(body, "status"))
                || Stream.of("error", "errors").anyMatch(name -> erred(body, name));
    }

    private static boolean erred(JsonNode body, String name) {
        JsonNode error = body.path(name);
        return error.isContainerNode()
                ? !error.isEmpty()
                : !Set.of("", "null", "false").contains(word(body, name));
    }

    private static String word(JsonNode body, String name) {
        return body.path(name).asText().strip().toLowerCase(Locale.ROOT);
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
