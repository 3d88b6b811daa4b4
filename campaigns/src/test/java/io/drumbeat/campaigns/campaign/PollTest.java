package io.drumbeat.campaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.dispatch.Installation;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PollTest {

    @AutoClose
    private final Installation installation = Installation.with("a", "b");

    private final CampaignStore campaigns = CampaignStore.on(installation.database.database());

    private CampaignId campaign() {
        return installation.campaignWith("""
                {"name": "test", "senders": ["a", "b"], "media": {"type": "image", "url": "https://example.org/a.png"}}""", 10, "a", "b");
    }

    /** A poll looked at each line that had been deleted from the journal since another session's snapshot, lane by lane. */
    @Test
    void shouldCostTheSameWhileASessionHoldsASnapshotHoweverManySendsHaveEnded() {
        CampaignId campaign = campaign();
        try (Handle other = installation.database.database().jdbi().open();
                Handle handle = installation.database.database().jdbi().open()) {
            other.begin();
            other.execute("set transaction isolation level repeatable read");
            other.execute("select from campaign");
            handle.execute("""
                    insert into journal (dispatch_id, campaign_id, tape, n, sender_id, account_key, attempt, worker, begun_at,
                                         lease_until)
                    select gen_random_uuid(), ?, 0, n, 'a', 'account', 1, 'test', clock_now() - interval '1 hour',
                           clock_now() - interval '59 minutes'
                    from generate_series(1, 20000) n""", campaign.value());
            handle.execute("delete from journal");
            handle.execute("analyze journal");
            installation.recovery.reconcile();

            String plan = handle.createQuery("explain (analyze, buffers, format json) "
                            + CampaignRows.select("select uuid '" + campaign + "' as campaign_id"))
                    .mapTo(String.class)
                    .one();

            // Of the whole plan; they are the first that are named.
            int pages = Integer.parseInt(plan.replaceFirst("(?s).*?\"Shared Hit Blocks\": (\\d+).*", "$1"))
                    + Integer.parseInt(plan.replaceFirst("(?s).*?\"Shared Read Blocks\": (\\d+).*", "$1"));
            assertThat(pages).as(plan).isLessThan(100);
            other.rollback();
        }
    }

    @Test
    void shouldCountWhatIsOnAndTellWhichLanesSend() {
        CampaignId campaign = campaign();
        installation.taken(installation.lane(campaign, "b"));
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("update lane set waits_for = 'rows'"));

        Campaign found = campaigns.find(campaign).orElseThrow();
        assertThat(found.progress().sending()).isEqualTo(1);
        assertThat(found.progress().pending()).isEqualTo(9);
        assertThat(found.lanes().get(0).waitingFor()).isNotNull();
        assertThat(found.lanes().get(1).waitingFor()).as("it sends").isNull();
    }

    @Test
    void shouldCountWhatACrashLeftInTheJournalUntilItIsSettled() {
        CampaignId campaign = campaign();
        installation.recovery.reconcile();
        installation.taken(installation.lane(campaign, "a"));
        installation.recovery.reconcile();
        installation.control.apply(campaign, Command.PAUSE, "anna", null, null);

        installation.database.shiftClock(Duration.ofDays(1));

        assertThat(campaigns.find(campaign).orElseThrow().progress().sending()).isEqualTo(1);
        installation.recovery.reconcile();
        assertThat(campaigns.find(campaign).orElseThrow().progress().sending()).isZero();
    }
}
