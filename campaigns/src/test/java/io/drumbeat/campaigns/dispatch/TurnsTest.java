package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lanes of several campaigns at one number whose vendor takes two seconds, in a time that stands still between events:
 * what they ask is counted. Ten of them asked 56 times a second, for half a send a second.
 */
class TurnsTest {

    private static final Duration VENDOR = Duration.ofSeconds(2);
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

    @AutoClose
    private final Installation installation = new Installation();

    private final Walk walk = new Walk(installation, Installation.NO_DELAY);

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void shouldAskSeldomAndLeaveNoSlotUnusedAndServeAllAlike(int campaigns) {
        begin(campaigns);
        walk.vendorTakes(VENDOR);

        walk.until(LONG_ENOUGH);

        long possible = LONG_ENOUGH.dividedBy(VENDOR);
        assertThat((long) walk.sent()).as("sends, one after another").isGreaterThanOrEqualTo(possible - 3);
        assertThat(walk.asked()).as("questions for %d sends", walk.sent()).isLessThanOrEqualTo(5 * walk.sent());
        int fair = walk.sent() / campaigns;
        assertThat(walk.lanes).allSatisfy(lane -> assertThat(lane.served()).isBetween(fair - 1, fair + 2));
    }

    /** What the last one took says little then: a send is longer on than expected, or ends sooner. */
    @Test
    void shouldAskSeldomAndLeaveNoSlotUnusedWhenSendsTakeVeryDifferentTimes() {
        Duration shortest = Duration.ofMillis(100);
        Duration longest = Duration.ofSeconds(4);
        begin(2);
        walk.vendorTakes(shortest, longest);

        walk.until(LONG_ENOUGH);

        long possible = 2 * LONG_ENOUGH.dividedBy(shortest.plus(longest));
        assertThat((long) walk.sent()).as("sends, one after another").isGreaterThanOrEqualTo(possible - 4);
        assertThat(walk.asked()).as("questions for %d sends", walk.sent()).isLessThanOrEqualTo(8 * walk.sent());
    }

    /** Twelve campaigns of one number of 50/s sent 3/s: each waited for the one whose stint had just ended. */
    @Test
    void shouldNotWaitForWhoeverLeaves() {
        LaneId first = laneBehindOneThatWaits();

        installation.dispatches.leave(second());

        assertThat(installation.ask(first)).isInstanceOf(Turn.Ready.class);
    }

    @Test
    void shouldNotWaitForACampaignThatIsPaused() {
        LaneId first = laneBehindOneThatWaits();

        installation.control.apply(second().campaign(), Command.PAUSE, "anna", null, null);

        assertThat(installation.ask(first)).isInstanceOf(Turn.Ready.class);
    }

    @Test
    void shouldNotWaitForLongForWhoeverDoesNotComeBack() {
        LaneId first = laneBehindOneThatWaits();

        installation.database.freezeClock(Duration.ofSeconds(4));
        assertThat(installation.ask(first)).as("it may be on its way").isInstanceOf(Turn.NotYet.class);
        installation.database.freezeClock(Duration.ofSeconds(6));

        assertThat(installation.ask(first)).isInstanceOf(Turn.Ready.class);
        assertThat(installation.ask(second())).as("it has kept its place").isInstanceOf(Turn.Ready.class);
    }

    /** A lane that has just been served, and has asked again; {@link #second} comes first, and waits. */
    private LaneId laneBehindOneThatWaits() {
        begin(2);
        LaneId first = walk.lanes.get(0).id;
        Dispatch sending = installation.taken(first);
        assertThat(installation.ask(second())).isInstanceOf(Turn.NotYet.class);
        installation.finish(sending, new Accepted("id"));
        assertThat(installation.ask(first))
                .isInstanceOfSatisfying(
                        Turn.NotYet.class, turn -> assertThat(turn.queued()).isNotNull());
        return first;
    }

    private LaneId second() {
        return walk.lanes.get(1).id;
    }

    private void begin(int campaigns) {
        for (int i = 0; i < campaigns; i++) {
            walk.campaign(200, 1, 1);
        }
    }
}
