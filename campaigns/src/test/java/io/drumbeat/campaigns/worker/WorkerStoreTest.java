package io.drumbeat.campaigns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.dispatch.Installation;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A campaign that nobody carries out says so: it once said "running", and nothing more, for as long as one looked. */
class WorkerStoreTest {

    @AutoClose
    private final Installation installation = new Installation();

    private final WorkerStore workers = WorkerStore.on(installation.database.database());
    private final CampaignStore campaigns = CampaignStore.on(installation.database.database());

    @BeforeEach
    void nobodyWorks() {
        workers.gone("test");
        installation.sender("a", Installation.NO_DELAY, null);
    }

    @Test
    void shouldCountAWorkerUntilItHasNotBeenSeenForHalfAMinute() {
        workers.seen("one");
        workers.seen("two");
        workers.seen("one");
        assertThat(workers.running()).isEqualTo(2);

        installation.database.shiftClock(Duration.ofSeconds(31));
        assertThat(workers.running()).isZero();

        workers.seen("two");
        assertThat(workers.running()).isEqualTo(1);
    }

    @Test
    void shouldNotCountAWorkerThatHasEnded() {
        workers.seen("one");

        workers.gone("one");
        workers.gone("one");

        assertThat(workers.running()).isZero();
    }

    @Test
    void shouldSayInTheCampaignThatNoWorkerIsRunning() {
        CampaignId id = campaign();

        Campaign alone = campaigns.find(id).orElseThrow();
        assertThat(alone.statusReason()).startsWith("No worker is running");
        assertThat(Objects.requireNonNull(alone.lanes().get(0).waitingFor()).why())
                .isEqualTo(Why.WORKER);

        workers.seen("one");
        Campaign carriedOut = campaigns.find(id).orElseThrow();
        assertThat(carriedOut.statusReason()).isNull();
        assertThat(carriedOut.lanes().get(0).waitingFor()).isNull();
    }

    @Test
    void shouldSayWhyACampaignIsPausedAlsoWhereNoWorkerIsRunning() {
        CampaignId id = campaign();
        installation.control.apply(id, Command.PAUSE, "anna", "lunch", null);

        assertThat(campaigns.find(id).orElseThrow().statusReason()).isEqualTo("lunch");
    }

    private CampaignId campaign() {
        return installation.campaignWith("""
                {"name": "test", "senders": ["a"], "media": {"type": "image", "url": "https://example.org/a.png"}}""", 5, "a");
    }
}
