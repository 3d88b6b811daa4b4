package io.drumbeat.campaigns.outcome;

import io.drumbeat.campaigns.recipient.Recipient.Status;
import org.jspecify.annotations.Nullable;

/**
 * How a recipient is settled.
 *
 * @param messageId the vendor's; null keeps the one that is known of the dispatch
 * @param code why it was not sent; null where it was
 * @param message the same in words; null where it was sent
 */
public record Verdict(
        Status status,
        @Nullable String messageId,
        @Nullable String code,
        @Nullable String message) {

    public static Verdict sent(@Nullable String messageId) {
        return new Verdict(Status.SENT, messageId, null, null);
    }

    public static Verdict failed(String code, String message) {
        return new Verdict(Status.FAILED, null, code, message);
    }

    public static Verdict unconfirmed(String code, String message) {
        return new Verdict(Status.UNCONFIRMED, null, code, message);
    }

    public static Verdict skipped(String code, String message) {
        return new Verdict(Status.SKIPPED, null, code, message);
    }

    public boolean isSent() {
        return status == Status.SENT;
    }

    /** What it says that became of the message. */
    public Fate fate() {
        return switch (status) {
            case SENT -> Fate.TAKEN;
            case UNCONFIRMED -> Fate.UNCONFIRMED;
            default -> Fate.FAILED;
        };
    }
}
