package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.dispatch.Outcome.Accepted;
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

    /** The message failed after the vendor had taken it; {@code code} and {@code message} are the vendor's, cleaned. */
    record Failed(Consequence consequence, String code, String message) implements Report {
        @Override
        public Fate fate() {
            return Fate.FAILED;
        }

        /** The failure that {@code outcome} is. */
        public static Failed of(Outcome outcome) {
            return outcome.fold(new FailureOf());
        }
    }

    /** What a failure means besides its recipient. */
    enum Consequence {
        NONE,
        /** The recipient wants nothing more. */
        SUPPRESS,
        /** The sender stops until an operator resumes it. */
        SENDER,
        /** The campaign pauses. */
        CAMPAIGN,
        /** The uploaded media is gone: it is uploaded again once. */
        MEDIA
    }

    /** A failure is never sent again by itself, so what would have meant another go is a plain one here. */
    final class FailureOf implements Outcome.Reader<Failed> {
        private FailureOf() {}

        @Override
        public Failed accepted(Accepted outcome) {
            throw new IllegalArgumentException("an accepted message is no failure");
        }

        @Override
        public Failed rejected(Outcome.Rejected outcome) {
            return new Failed(
                    outcome.suppress() ? Consequence.SUPPRESS : Consequence.NONE, outcome.code(), outcome.message());
        }

        @Override
        public Failed accountBusy(Outcome.AccountBusy outcome) {
            return new Failed(Consequence.NONE, outcome.code(), outcome.message());
        }

        @Override
        public Failed transientFailure(Outcome.Transient outcome) {
            return new Failed(Consequence.NONE, outcome.code(), outcome.message());
        }

        @Override
        public Failed senderBlocked(Outcome.SenderBlocked outcome) {
            return new Failed(Consequence.SENDER, outcome.code(), outcome.message());
        }

        @Override
        public Failed campaignBlocked(Outcome.CampaignBlocked outcome) {
            return new Failed(Consequence.CAMPAIGN, outcome.code(), outcome.message());
        }

        @Override
        public Failed mediaGone(Outcome.MediaGone outcome) {
            return new Failed(Consequence.MEDIA, outcome.code(), outcome.message());
        }

        @Override
        public Failed unconfirmed(Outcome.Unconfirmed outcome) {
            return new Failed(Consequence.NONE, outcome.code(), outcome.message());
        }

        @Override
        public Failed givenBack(Outcome.GivenBack outcome) {
            return new Failed(Consequence.NONE, "given_back", outcome.reason());
        }
    }
}
