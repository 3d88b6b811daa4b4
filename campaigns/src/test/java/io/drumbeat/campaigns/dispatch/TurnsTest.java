package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.dispatch.Outcome.Accepted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
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

    private final Installation installation = new Installation();
    private final List<Walker> walkers = new ArrayList<>();
    private Duration now = Duration.ZERO;

    /** How long the vendor takes, send by send, over and over. */
    private List<Duration> vendor = List.of(VENDOR);

    private int asked;
    private int begun;

    @AfterEach
    void close() {
        installation.close();
    }

    /** One lane, as a stint goes about it. */
    private final class Walker {
        private final LaneId lane;
        private Duration next = Duration.ZERO;
        private boolean waitsForItsTurn;
        private @Nullable Dispatch sending;
        private int served;

        Walker(LaneId lane) {
            this.lane = lane;
        }

        /** What it does at the moment for which it waited. */
        void step() {
            if (sending != null) {
                installation.finish(sending, new Accepted("id"));
                sending = null;
                wakeWhoComesNext();
            } else {
                ask();
            }
        }

        private void ask() {
            asked++;
            waitsForItsTurn = false;
            Turn turn = installation.ask(lane);
            if (turn instanceof Turn.Ready) {
                sending = installation.taken(lane);
                next = now.plus(vendor.get(begun % vendor.size()));
                served++;
                begun++;
            } else if (turn instanceof Turn.NotYet notYet) {
                assertThat(notYet.delay()).isPositive();
                next = now.plus(notYet.delay());
                waitsForItsTurn = notYet.turn();
            } else {
                throw new AssertionError(turn);
            }
        }
    }

    /** As {@code SlotBell} does. */
    private void wakeWhoComesNext() {
        walkers.stream()
                .filter(walker -> walker.waitsForItsTurn)
                .min(Comparator.comparing(walker -> walker.next))
                .ifPresent(walker -> walker.next = now);
    }

    private void walk() {
        while (now.compareTo(LONG_ENOUGH) < 0) {
            Walker first = walkers.stream()
                    .min(Comparator.comparing((Walker walker) -> walker.next)
                            // the end of a send before the questions of the same moment
                            .thenComparing(walker -> walker.sending == null))
                    .orElseThrow();
            now = first.next;
            installation.database.freezeClock(now);
            first.step();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void shouldAskSeldomAndLeaveNoSlotUnusedAndServeAllAlike(int campaigns) {
        begin(campaigns);

        walk();

        long possible = LONG_ENOUGH.dividedBy(VENDOR);
        assertThat((long) begun).as("sends, one after another").isGreaterThanOrEqualTo(possible - 3);
        assertThat(asked).as("questions for %d sends", begun).isLessThanOrEqualTo(5 * begun);
        int fair = begun / campaigns;
        assertThat(walkers).allSatisfy(walker -> assertThat(walker.served).isBetween(fair - 1, fair + 2));
    }

    /** What the last one took says little then: a send is longer on than expected, or ends sooner. */
    @Test
    void shouldAskSeldomAndLeaveNoSlotUnusedWhenSendsTakeVeryDifferentTimes() {
        vendor = List.of(Duration.ofMillis(100), Duration.ofSeconds(4));
        begin(2);

        walk();

        long possible = 2 * LONG_ENOUGH.dividedBy(vendor.get(0).plus(vendor.get(1)));
        assertThat((long) begun).as("sends, one after another").isGreaterThanOrEqualTo(possible - 4);
        assertThat(asked).as("questions for %d sends", begun).isLessThanOrEqualTo(8 * begun);
    }

    /** Twelve campaigns of one number of 50/s sent 3/s: each waited for the one whose stint had just ended. */
    @Test
    void shouldNotWaitForWhoeverLeaves() {
        LaneId first = laneBehindOneThatWaits();

        installation.dispatches.leave(second());

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
        LaneId first = walkers.get(0).lane;
        Dispatch sending = installation.taken(first);
        assertThat(installation.ask(second())).isInstanceOf(Turn.NotYet.class);
        installation.finish(sending, new Accepted("id"));
        assertThat(installation.ask(first))
                .isInstanceOfSatisfying(
                        Turn.NotYet.class, turn -> assertThat(turn.turn()).isTrue());
        return first;
    }

    private LaneId second() {
        return walkers.get(1).lane;
    }

    private void begin(int campaigns) {
        installation.database.freezeClock(now);
        installation.sender("a", Installation.NO_DELAY, null);
        for (int i = 0; i < campaigns; i++) {
            walkers.add(new Walker(installation.lane(installation.campaign(200, "a"), "a")));
        }
    }
}
