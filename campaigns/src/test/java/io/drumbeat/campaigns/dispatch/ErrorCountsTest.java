package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.Retry;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.Rejected;
import io.drumbeat.campaigns.outcome.Outcome.Unconfirmed;
import io.drumbeat.campaigns.recipient.ErrorCount;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import io.drumbeat.campaigns.recipient.RecipientList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Why people did not get a message, counted. */
class ErrorCountsTest {

    private static final Outcome UNREACHABLE = new Rejected("131026", "undeliverable", false);
    private static final Outcome NO_TEMPLATE = new Rejected("131047", "no template", false);

    @AutoClose
    private final Installation installation = new Installation();

    private CampaignId sent(Outcome... outcomes) {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(outcomes.length, "a");
        for (Outcome outcome : outcomes) {
            installation.send(installation.lane(campaign, "a"), outcome);
        }
        return campaign;
    }

    private List<ErrorCount> errors(CampaignId campaign) {
        return new RecipientList(installation.database.database()).errors(campaign);
    }

    @Test
    void shouldCountByReasonTheMostFrequentFirst() {
        CampaignId campaign =
                sent(NO_TEMPLATE, new Accepted("m"), UNREACHABLE, UNREACHABLE, new Unconfirmed("timeout", "no answer"));
        sent(UNREACHABLE); // of another campaign

        assertThat(errors(campaign))
                .containsExactly(
                        new ErrorCount(Status.FAILED, "131026", "undeliverable", 2),
                        new ErrorCount(Status.FAILED, "131047", "no template", 1),
                        new ErrorCount(Status.UNCONFIRMED, "timeout", "no answer", 1));
    }

    @Test
    void shouldCountNobodyWhoIsTriedAgainOrHasTheMessageAfterAll() {
        CampaignId campaign = sent(UNREACHABLE, UNREACHABLE);
        installation.control.retry(campaign, new Retry(Set.of(Status.FAILED), Set.of()), "asha");
        assertThat(errors(campaign)).isEmpty();

        installation.send(installation.lane(campaign, "a"), new Accepted("m"));
        Dispatch on = installation.taken(installation.lane(campaign, "a"));
        assertThat(errors(campaign)).isEmpty();

        installation.finish(on, UNREACHABLE);
        assertThat(errors(campaign)).extracting(ErrorCount::recipients).containsExactly(1L);
    }
}
