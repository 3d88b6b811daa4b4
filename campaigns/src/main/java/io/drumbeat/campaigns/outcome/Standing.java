package io.drumbeat.campaigns.outcome;

import io.drumbeat.campaigns.recipient.Recipient.Status;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a recipient stands. The one place that decides whether a word about one of its dispatches changes that, whoever
 * brings the word: the send itself, in time or late, or a receipt.
 *
 * @param status null: it is not settled
 * @param dispatch the dispatch whose truth that is; null: of none
 * @param delivered whether it has reached its recipient
 * @param refused whether that dispatch failed, and the recipient gets another go all the same
 */
public record Standing(@Nullable Status status, @Nullable UUID dispatch, boolean delivered, boolean refused) {

    /** {@link #refused}, in SQL, of recipient r. */
    public static final String REFUSED = "(r.status is null and r.error_code is not null)";

    private static final int LIKELIEST = 2;

    /** Whether a vendor has accepted it, and has not said otherwise since. */
    public boolean isSent() {
        return status == Status.SENT;
    }

    /** Whether {@code fate}, of {@code of}, is news. */
    public boolean yieldsTo(UUID of, Fate fate) {
        return of.equals(dispatch) ? yieldsToItsOwn(fate) : likelihoodOf(fate) > likelihood();
    }

    /** The truth replaces unconfirmed, whatever it is. What a vendor has taken fails unless it has arrived. */
    private boolean yieldsToItsOwn(Fate fate) {
        return switch (fate) {
            case ARRIVED -> !isSent();
            case TAKEN -> !isSent() && status != Status.FAILED && !refused;
            case UNCONFIRMED -> false;
            case FAILED -> isUnconfirmed() || (isSent() && !delivered);
            case NOT_SENT -> isUnconfirmed();
        };
    }

    /** Of two dispatches, the one that is likelier to have reached the recipient has the last word. */
    private int likelihood() {
        if (isSent()) {
            return LIKELIEST;
        }
        return isUnconfirmed() ? 1 : 0;
    }

    private static int likelihoodOf(Fate fate) {
        return switch (fate) {
            case ARRIVED, TAKEN -> LIKELIEST;
            case UNCONFIRMED -> 1;
            case FAILED, NOT_SENT -> 0;
        };
    }

    private boolean isUnconfirmed() {
        return status == Status.UNCONFIRMED;
    }
}
