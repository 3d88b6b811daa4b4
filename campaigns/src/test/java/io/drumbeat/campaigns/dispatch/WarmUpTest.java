package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign.LaneStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.WarmUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a new number may send in its first days, in virtual time. */
class WarmUpTest {

    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final WarmUp TWO_THREE_FIVE = new WarmUp(List.of(2, 3, 5));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String SPEC = """
            {"name": "offer", "senders": ["a"], "media": {"type": "image", "url": "https://example.com/a.png"}}""";

    @AutoClose
    private final Installation installation = new Installation();

    /** How many can be sent one after another at {@code passed} since the start. */
    private int sends(LaneId lane, Duration passed) {
        installation.database.freezeClock(passed);
        int sends = 0;
        while (installation.begin(lane) instanceof Turn.Taken taken) {
            installation.finish(Installation.only(taken), SENT);
            sends++;
        }
        return sends;
    }

    private @Nullable Integer cap() {
        return installation.senders.list().get(0).capUse().cap();
    }

    @Test
    void shouldRaiseTheCapDayByDayAndThenHoldTheUsualOne() {
        installation.sender("a", Installation.NO_DELAY, 7, TWO_THREE_FIVE, null);
        Duration late = Duration.ofHours(30);
        installation.database.freezeClock(late);
        CampaignId id = installation.campaignWith(SPEC, 100, "a");
        LaneId lane = installation.lane(id, "a");

        assertThat(sends(lane, late)).as("its age begins with its first send").isEqualTo(2);
        assertThat(cap()).isEqualTo(2);
        assertThat(sends(lane, late.plusHours(23))).isZero();
        assertThat(CampaignStore.on(installation.database.database())
                        .find(id)
                        .orElseThrow()
                        .lanes()
                        .get(0))
                .satisfies(shown -> {
                    assertThat(shown.status()).isEqualTo(LaneStatus.CAPPED);
                    assertThat(shown.nextSendAt()).isEqualTo(START.plus(late).plus(Duration.ofDays(1)));
                });
        assertThat(sends(lane, late.plusDays(1)))
                .as("3, and 2 in the last 24 hours")
                .isEqualTo(1);
        assertThat(sends(lane, late.plusDays(1).plusMinutes(2))).isEqualTo(2);
        assertThat(sends(lane, late.plusDays(2).plusMinutes(5))).isEqualTo(5);
        assertThat(sends(lane, late.plusDays(3).plusMinutes(10))).isEqualTo(7);
        assertThat(sends(lane, late.plusDays(9))).isEqualTo(7);
        assertThat(cap()).isEqualTo(7);
    }

    @Test
    void shouldHoldNoCapBehindItsDaysWhereThereIsNone() {
        installation.sender("a", Installation.NO_DELAY, null, new WarmUp(List.of(2)), null);
        installation.database.freezeClock(Duration.ZERO);
        LaneId lane = installation.lane(installation.campaign(20, "a"), "a");

        assertThat(sends(lane, Duration.ZERO)).isEqualTo(2);
        assertThat(sends(lane, Duration.ofDays(1))).isEqualTo(18);
        assertThat(installation.senders.list().get(0).capUse().cap()).isNull();
    }

    @Test
    void shouldNeverBeMoreThanTheDailyCap() {
        WarmUp warmUp = new WarmUp(List.of(50, 100));

        assertThat(warmUp.cap(30, null, START)).isEqualTo(30);
        assertThat(warmUp.cap(null, START, START.plus(Duration.ofDays(1)))).isEqualTo(100);
        assertThat(warmUp.nextDay(START, START.plus(Duration.ofHours(23)))).contains(START.plus(Duration.ofDays(1)));
        assertThat(warmUp.nextDay(START, START.plus(Duration.ofDays(2)))).isEmpty();
    }
}
