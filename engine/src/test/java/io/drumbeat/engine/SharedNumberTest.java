package io.drumbeat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.workflow.WorkflowIds;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Campaigns that share a number, on the real parts: workflows and their timers, a real database, a vendor in memory. */
@TakesLong
final class SharedNumberTest {

    private final TemporalConnection temporal = TemporalConnection.inProcess(null);
    private @Nullable EngineFixture open;

    private EngineFixture engine(Pacing pacing) {
        open = new EngineFixture(temporal, pacing, "main");
        return open;
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(open).close();
    }

    private static List<CampaignId> running(EngineFixture engine, int campaigns, int recipients) {
        List<CampaignId> running = new ArrayList<>();
        for (int i = 0; i < campaigns; i++) {
            running.add(engine.campaign(recipients, "main"));
        }
        running.forEach(engine.signals::changed);
        return running;
    }

    /** The wait of the third is longer than an activity waits. */
    @Test
    void shouldServeCampaignsInTurnWhenTheyWaitInTimers() {
        EngineFixture engine = engine(new Pacing.Delay(Duration.ofMillis(5_100), Duration.ofMillis(5_100)));
        List<CampaignId> campaigns = running(engine, 3, 50);

        await().atMost(Duration.ofMinutes(2)).until(() -> engine.sent().size() >= 8);

        List<CampaignId> sent = campaigns(engine.sent());
        assertThat(sent.subList(0, 3)).containsExactlyInAnyOrderElementsOf(campaigns);
        assertThat(sent.subList(3, 8)).as("the one served longest ago").isEqualTo(sent.subList(0, 5));
        assertThat(campaigns)
                .anySatisfy(campaign -> assertThat(temporal.client()
                                .fetchHistory(WorkflowIds.of(campaign) + "/lane-main")
                                .getEvents())
                        .anyMatch(HistoryEvent::hasTimerStartedEventAttributes));
    }

    /** A turn is a quarter of a second of slots at most; one that a lane is too slow for, as machines are, is the other's. */
    @Test
    void shouldShareARateAlikeAndLoseNoSlot() {
        EngineFixture engine = engine(new Pacing.Rate(40, 64));
        List<CampaignId> campaigns = running(engine, 2, 200);

        await().atMost(Duration.ofMinutes(1)).until(() -> engine.sent().size() == 400);

        List<EngineFixture.Sent> sent = engine.sent();
        assertThat(Duration.between(sent.get(0).slot(), sent.get(399).slot()))
                .as("ten seconds of slots")
                .isBetween(Duration.ofMillis(9_970), Duration.ofSeconds(15));
        int ahead = 0;
        for (int n = 1; n <= 360; n++) {
            int first = Collections.frequency(campaigns(sent.subList(0, n)), campaigns.get(0));
            ahead = Math.max(ahead, Math.abs(2 * first - n));
        }
        assertThat(ahead).as("sends that one had more than the other at a time").isLessThanOrEqualTo(80);
    }

    private static List<CampaignId> campaigns(List<EngineFixture.Sent> sent) {
        return sent.stream().map(EngineFixture.Sent::campaign).toList();
    }
}
