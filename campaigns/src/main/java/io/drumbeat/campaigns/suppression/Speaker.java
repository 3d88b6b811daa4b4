package io.drumbeat.campaigns.suppression;

import org.jspecify.annotations.Nullable;

/**
 * Who said something, as far as a vendor tells: people may hide their phone from businesses.
 *
 * @param phone E.164, in whatever form of the number; null: hidden
 * @param userId the vendor's own id of the person; null: it tells none
 * @param answered the vendor's id of the message of ours that they answered; null: it tells none
 */
public record Speaker(
        @Nullable String phone,
        @Nullable String userId,
        @Nullable String answered) {

    /** Somebody whose phone is known, and nothing else. */
    public static Speaker at(String phone) {
        return new Speaker(phone, null, null);
    }

    /** Leaves out who it is: this may reach a log. */
    @Override
    public String toString() {
        return "Speaker[" + (phone == null ? "hidden" : "known") + "]";
    }
}
