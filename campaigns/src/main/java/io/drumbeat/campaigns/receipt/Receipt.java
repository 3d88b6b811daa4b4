package io.drumbeat.campaigns.receipt;

import io.drumbeat.campaigns.outcome.Failure;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery receipt: one thing that a vendor reports of one message. Vendors send them at least once and in any order.
 *
 * @param messageId the vendor's id of the message; null where the receipt names none
 * @param dispatch the dispatch key that a send carried and the vendor echoes; null where it does not
 * @param phone the recipient, E.164, in whatever form of the number; null where the receipt names none
 * @param userId the vendor's own id of the recipient; null where the receipt names none
 * @param at when it happened, by the vendor's clock
 * @param failure why it failed, and what that means; null unless {@link Stage#FAILED}
 */
public record Receipt(
        @Nullable String messageId,
        @Nullable UUID dispatch,
        @Nullable String phone,
        @Nullable String userId,
        Stage stage,
        Instant at,
        @Nullable Failure failure) {

    public Receipt {
        if ((stage == Stage.FAILED) != (failure != null)) {
            throw new IllegalArgumentException("a receipt has a reason where it failed, and only there");
        }
    }

    /** How far a message has come. */
    public enum Stage {
        SENT,
        DELIVERED,
        READ,
        FAILED
    }

    /** Leaves out whose it is: this may reach a log. */
    @Override
    public String toString() {
        return "Receipt[" + messageId + ", " + dispatch + ", " + stage + "]";
    }
}
