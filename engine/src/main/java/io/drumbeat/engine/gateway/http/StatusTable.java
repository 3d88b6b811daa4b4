package io.drumbeat.engine.gateway.http;

import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;

/**
 * What an HTTP status means where a vendor documents no codes: 401 and 403 stop the sender; 400, 404, 413, 415 and 422
 * reject the recipient; 429 throttles; anything else says nothing about whether the message was sent.
 */
public final class StatusTable {

    private StatusTable() {}

    /**
     * The outcome of a reply that is not {@link Reply#ok()}.
     *
     * @param code the vendor's own, else {@link #code(Reply)}
     * @param message the vendor's own words, empty without
     */
    public static Failure read(Reply reply, String code, String message) {
        return switch (reply.status()) {
            case 401, 403 -> new Outcome.SenderBlocked(code, message);
            case 400, 404, 413, 415, 422 -> new Outcome.Rejected(code, message, false);
            case 429 -> new Outcome.AccountBusy(code, message, reply.retryAfter());
            default -> unconfirmed(reply);
        };
    }

    /** A reply that leaves open whether the message was sent. */
    public static Failure unconfirmed(Reply reply) {
        String what = reply.status() >= 300 && reply.status() < 400
                ? "The vendor redirects, which is not followed: check its address in senders.json"
                : reply.cut() ? "The answer is longer than 1 MiB" : "The answer does not say whether it was sent";
        return new Outcome.Unconfirmed(code(reply), what + " (HTTP " + reply.status() + ")");
    }

    /** The status as an error code. */
    public static String code(Reply reply) {
        return "http_" + reply.status();
    }
}
