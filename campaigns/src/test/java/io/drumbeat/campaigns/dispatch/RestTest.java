package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Rest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The long pause after so many sends, in virtual time. */
class RestTest {

    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Rest AFTER_THREE = new Rest(3, Duration.ofMinutes(10));
    private static final Pacing EVERY_SECOND = new Pacing.Delay(SECOND, SECOND, AFTER_THREE);
    private static final String SPEC = """
            {"name": "offer", "senders": ["a"], "media": {"type": "image", "url": "https://example.com/a.png"},
             "pacing": %s}""";

    @AutoClose
    private final Installation installation = new Installation();

    private Duration passed = Duration.ZERO;

    @BeforeEach
    void stopTheClock() {
        pass(Duration.ZERO);
    }

    private void pass(Duration time) {
        passed = passed.plus(time);
        installation.database.freezeClock(passed);
    }

    /** The times from one of so many sends to the next. */
    private List<Duration> pauses(int sends, LaneId... lanes) {
        List<Duration> pauses = new ArrayList<>();
        for (int sent = 0; sent < sends; sent++) {
            Duration before = passed;
            Dispatch dispatch = next(lanes[sent % lanes.length]);
            if (sent > 0) {
                pauses.add(passed.minus(before));
            }
            installation.finish(dispatch, SENT);
        }
        return pauses;
    }

    private Dispatch next(LaneId lane) {
        while (true) {
            Turn turn = installation.begin(lane);
            if (turn instanceof Turn.Taken taken) {
                return Installation.only(taken);
            }
            pass(Duration.ofMillis(
                    ((Turn.NotYet) turn).delay().plusNanos(999_999).toMillis()));
        }
    }

    @Test
    void shouldRestAfterSoManySendsOfTheAccountWhateverTheirCampaigns() {
        installation.sender("a", EVERY_SECOND, null);
        LaneId one = installation.lane(installation.campaign(20, "a"), "a");
        LaneId other = installation.lane(installation.campaign(20, "a"), "a");

        assertThat(pauses(7, one, other))
                .containsExactly(SECOND, SECOND, AFTER_THREE.length(), SECOND, SECOND, AFTER_THREE.length());
    }

    @Test
    void shouldRestAfterSoManySlotsOfARate() {
        installation.sender("a", new Pacing.Rate(10, 64, AFTER_THREE), null);
        LaneId lane = installation.lane(installation.campaign(20, "a"), "a");
        Means means = installation.means(lane, MediaWay.LINK);

        Turn first = installation.dispatches.begin(lane, means, Dispatch.ids(10));

        assertThat(first)
                .isInstanceOfSatisfying(
                        Turn.Taken.class, taken -> assertThat(taken.begun()).hasSize(3));
        ((Turn.Taken) first).begun().forEach(begun -> installation.finish(begun.dispatch(), SENT));
        assertThat(installation.begin(lane))
                .isInstanceOfSatisfying(
                        Turn.NotYet.class,
                        turn -> assertThat(turn.delay())
                                .isBetween(
                                        AFTER_THREE.length().minusSeconds(1),
                                        AFTER_THREE.length().plusSeconds(1)));
        pass(AFTER_THREE.length().plusSeconds(1));
        assertThat(installation.dispatches.begin(lane, means, Dispatch.ids(2)))
                .isInstanceOfSatisfying(
                        Turn.Taken.class, taken -> assertThat(taken.begun()).hasSize(2));
    }

    @Test
    void shouldMakeACampaignSlowerThatRestsItself() {
        installation.sender("a", new Pacing.Delay(SECOND, SECOND), null);
        CampaignId resting = installation.campaignWith(
                SPEC.formatted(
                        "{\"minDelay\": \"PT1S\", \"maxDelay\": \"PT1S\", \"rest\": {\"after\": 2, \"for\": \"PT1M\"}}"),
                20,
                "a");

        assertThat(pauses(5, installation.lane(resting, "a")))
                .containsExactly(SECOND, Duration.ofMinutes(1), SECOND, Duration.ofMinutes(1));
        LaneId other = installation.lane(installation.campaign(20, "a"), "a");
        assertThat(pauses(3, other)).as("only itself").containsExactly(SECOND, SECOND);
    }

    @Test
    void shouldCountNoSendThatWasGivenBack() {
        installation.sender("a", EVERY_SECOND, null);
        LaneId lane = installation.lane(installation.campaign(20, "a"), "a");

        installation.finish(next(lane), new Outcome.GivenBack("too late"));
        installation.finish(next(lane), new Outcome.GivenBack("too late"));

        assertThat(pauses(4, lane)).containsExactly(SECOND, SECOND, AFTER_THREE.length());
    }

    @Test
    void shouldRestAllTheSameWhenTheProcessDiesWithTheLastSendOn() {
        installation.sender("a", EVERY_SECOND, null);
        LaneId lane = installation.lane(installation.campaign(20, "a"), "a");
        pauses(2, lane);
        next(lane);

        installation.settleAfterCrash();

        Duration before = passed;
        next(lane);
        assertThat(passed.minus(before)).isEqualTo(AFTER_THREE.length());
    }
}
