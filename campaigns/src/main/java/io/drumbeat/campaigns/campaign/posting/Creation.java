package io.drumbeat.campaigns.campaign.posting;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.AlreadySent;
import io.drumbeat.campaigns.json.FieldError;
import java.util.List;
import java.util.function.Function;

/** What came of posting a campaign. */
public sealed interface Creation {

    /** What the function for it makes of it, whichever it is. */
    <T> T fold(
            Function<Created, T> created,
            Function<Repeated, T> repeated,
            Function<Refused, T> refused,
            Function<SentBefore, T> sentBefore);

    /** It is there now. */
    record Created(CampaignId id) implements Creation {
        @Override
        public <T> T fold(
                Function<Created, T> created,
                Function<Repeated, T> repeated,
                Function<Refused, T> refused,
                Function<SentBefore, T> sentBefore) {
            return created.apply(this);
        }
    }

    /** The same was posted before under the same key: this is what came of it. */
    record Repeated(CampaignId id) implements Creation {
        @Override
        public <T> T fold(
                Function<Created, T> created,
                Function<Repeated, T> repeated,
                Function<Refused, T> refused,
                Function<SentBefore, T> sentBefore) {
            return repeated.apply(this);
        }
    }

    /** Something is wrong with it, and nothing is left behind. */
    record Refused(List<FieldError> errors) implements Creation {
        public Refused {
            errors = List.copyOf(errors);
        }

        @Override
        public <T> T fold(
                Function<Created, T> created,
                Function<Repeated, T> repeated,
                Function<Refused, T> refused,
                Function<SentBefore, T> sentBefore) {
            return refused.apply(this);
        }
    }

    /** Another campaign sends the same to the same people, and nothing is left behind. */
    record SentBefore(AlreadySent earlier) implements Creation {
        @Override
        public <T> T fold(
                Function<Created, T> created,
                Function<Repeated, T> repeated,
                Function<Refused, T> refused,
                Function<SentBefore, T> sentBefore) {
            return sentBefore.apply(this);
        }
    }
}
