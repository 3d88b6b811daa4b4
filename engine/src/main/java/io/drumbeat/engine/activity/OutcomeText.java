package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.Outcome;

/** Outcomes in a word or two: metric labels, and what the Temporal UI shows. */
final class OutcomeText {

    private OutcomeText() {}

    /** One word of few. */
    static String label(Outcome outcome) {
        return outcome.fold(new Labels());
    }

    /** The word, and the vendor's code where there is one. */
    static String text(Outcome outcome) {
        return outcome.fold(new Texts());
    }

    private static class Labels implements Outcome.Reader<String> {
        @Override
        public String accepted(Outcome.Accepted outcome) {
            return "sent";
        }

        @Override
        public String rejected(Outcome.Rejected outcome) {
            return "rejected";
        }

        @Override
        public String accountBusy(Outcome.AccountBusy outcome) {
            return "busy";
        }

        @Override
        public String transientFailure(Outcome.Transient outcome) {
            return "transient";
        }

        @Override
        public String senderBlocked(Outcome.SenderBlocked outcome) {
            return "sender_blocked";
        }

        @Override
        public String campaignBlocked(Outcome.CampaignBlocked outcome) {
            return "campaign_blocked";
        }

        @Override
        public String mediaGone(Outcome.MediaGone outcome) {
            return "media_gone";
        }

        @Override
        public String unconfirmed(Outcome.Unconfirmed outcome) {
            return "unconfirmed";
        }

        @Override
        public String givenBack(Outcome.GivenBack outcome) {
            return "given_back";
        }
    }

    private static final class Texts extends Labels {
        @Override
        public String rejected(Outcome.Rejected outcome) {
            return super.rejected(outcome) + ' ' + outcome.code();
        }

        @Override
        public String accountBusy(Outcome.AccountBusy outcome) {
            return super.accountBusy(outcome) + ' ' + outcome.code();
        }

        @Override
        public String transientFailure(Outcome.Transient outcome) {
            return super.transientFailure(outcome) + ' ' + outcome.code();
        }

        @Override
        public String senderBlocked(Outcome.SenderBlocked outcome) {
            return super.senderBlocked(outcome) + ' ' + outcome.code();
        }

        @Override
        public String campaignBlocked(Outcome.CampaignBlocked outcome) {
            return super.campaignBlocked(outcome) + ' ' + outcome.code();
        }

        @Override
        public String mediaGone(Outcome.MediaGone outcome) {
            return super.mediaGone(outcome) + ' ' + outcome.code();
        }

        @Override
        public String unconfirmed(Outcome.Unconfirmed outcome) {
            return super.unconfirmed(outcome) + ' ' + outcome.code();
        }
    }
}
