package io.drumbeat.campaigns.recipient;

import org.jspecify.annotations.Nullable;

/**
 * How many recipients of a campaign did not get its message, or perhaps did not, for one reason.
 *
 * @param status failed, unconfirmed or skipped
 * @param code null: the vendor gave none
 * @param message what the vendor said of one of them; null: nothing
 * @param recipients at least 1
 */
public record ErrorCount(
        Recipient.Status status,
        @Nullable String code,
        @Nullable String message,
        long recipients) {}
