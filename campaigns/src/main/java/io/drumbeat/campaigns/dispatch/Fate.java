package io.drumbeat.campaigns.dispatch;

/** What one word about a dispatch says that became of it. */
public enum Fate {
    /** It reached its recipient. */
    ARRIVED,
    /** The vendor took it. */
    TAKEN,
    /** It may have been sent. */
    UNCONFIRMED,
    /** The vendor refused it, or took it and could not deliver it. */
    FAILED,
    /** It surely was not sent. */
    NOT_SENT;

    static Fate of(Outcome outcome) {
        return outcome.fold(new FateOf());
    }

    private static final class FateOf implements Outcome.Reader<Fate> {
        @Override
        public Fate accepted(Outcome.Accepted outcome) {
            return TAKEN;
        }

        @Override
        public Fate rejected(Outcome.Rejected outcome) {
            return FAILED;
        }

        @Override
        public Fate accountBusy(Outcome.AccountBusy outcome) {
            return NOT_SENT;
        }

        @Override
        public Fate transientFailure(Outcome.Transient outcome) {
            return NOT_SENT;
        }

        @Override
        public Fate senderBlocked(Outcome.SenderBlocked outcome) {
            return NOT_SENT;
        }

        @Override
        public Fate campaignBlocked(Outcome.CampaignBlocked outcome) {
            return NOT_SENT;
        }

        @Override
        public Fate mediaGone(Outcome.MediaGone outcome) {
            return NOT_SENT;
        }

        @Override
        public Fate unconfirmed(Outcome.Unconfirmed outcome) {
            return UNCONFIRMED;
        }

        @Override
        public Fate givenBack(Outcome.GivenBack outcome) {
            return NOT_SENT;
        }
    }
}
