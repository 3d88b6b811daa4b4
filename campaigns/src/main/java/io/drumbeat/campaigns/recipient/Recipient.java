package io.drumbeat.campaigns.recipient;

import io.drumbeat.campaigns.sender.SenderId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One recipient of a campaign and what became of it.
 *
 * @param row the line of the file that it came from
 * @param phone E.164
 * @param sender who sent it or tried to; null: nobody yet
 * @param sentAt when the vendor accepted it; null: it did not
 * @param repliedAt when they first answered, within seven days of the send; null: they did not
 */
public record Recipient(
        long row,
        String phone,
        Status status,
        @Nullable SenderId sender,
        int attempts,
        @Nullable String messageId,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        @Nullable Instant sentAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant readAt,
        @Nullable Instant repliedAt) {

    /** What a recipient can be; {@link #DELIVERED}, {@link #READ} and {@link #REPLIED} only select, by their times. */
    public enum Status {
        PENDING,
        SENDING,
        SENT,
        FAILED,
        UNCONFIRMED,
        SKIPPED,
        DELIVERED,
        READ,
        REPLIED;

        /** The status whose {@link #text} it is; null for null. */
        public static @Nullable Status ofNullable(@Nullable String text) {
            return text == null ? null : valueOf(text.toUpperCase(Locale.ROOT));
        }

        /** Its name in JSON and in the database: lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Leaves out the phone: this may reach a log. */
    @Override
    public String toString() {
        return "Recipient[row " + row + ", " + status + "]";
    }
}
