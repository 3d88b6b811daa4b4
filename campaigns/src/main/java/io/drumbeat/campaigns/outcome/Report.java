package io.drumbeat.campaigns.outcome;

import org.jspecify.annotations.Nullable;

/** What a vendor reports of a dispatch after it is over. */
public sealed interface Report {

    /** What it says that became of the dispatch. */
    Fate fate();

    /**
     * The vendor has taken the message.
     *
     * @param messageId its id; null where the report names none
     * @param arrived whether it has reached the recipient, which no report of a failure outweighs
     */
    record Taken(@Nullable String messageId, boolean arrived) implements Report {
        @Override
        public Fate fate() {
            return arrived ? Fate.ARRIVED : Fate.TAKEN;
        }
    }

    /**
     * The message failed after the vendor had taken it; {@code code} and {@code message} are the vendor's, cleaned. It is
     * never sent again by itself, so what would have meant another go is a plain failure here.
     */
    record Failed(Consequence consequence, String code, String message) implements Report {

        /** The failure that {@code outcome} is. */
        public static Failed of(Failure outcome) {
            return new Failed(outcome.consequence(), outcome.code(), outcome.message());
        }

        @Override
        public Fate fate() {
            return Fate.FAILED;
        }
    }
}
