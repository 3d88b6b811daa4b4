package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.dispatch.Outcome.Accepted;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.pacing.Pacing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lanes of several campaigns at one number of a rate, each of which leaves again and again with its stint, in a time that
 * stands still between events. Twelve of them sent 24/s at 50/s, since all waited for the one whose turn it was.
 */
class RateTurnsTest {

    private static final int RATE = 50;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(12);
    private static final Duration STINT = Duration.ofSeconds(5);

    /** Between two stints of a lane. */
    private static final Duration AWAY = Duration.ofMillis(300);

    /** Between two begins of a lane that may go on. */
    private static final Duration BREATH = Duration.ofMillis(10);

    private final Installation installation = new Installation();
    private final List<Walker> walkers = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private int asked;

    @AfterEach
    void close() {
        installation.close();
    }

    /** One lane, as its stints go about it; each begins with four connections. */
    private final class Walker {
        private final LaneId lane;
        private final int hands;
        private final List<Sending> sending = new ArrayList<>();
        private Duration next = Duration.ZERO;
        private Duration stintEnds;
        private boolean waitsForItsTurn;
        private int served;

        Walker(LaneId lane, int hands) {
            this.lane = lane;
            this.hands = hands;
            this.stintEnds = STINT.plus(BREATH.multipliedBy(walkers.size()));
        }

        private record Sending(Dispatch dispatch, Duration slot) {}

        /** When the first of its sends ends; after all that is looked at where none is on. */
        Duration firstEnds() {
            return sending.isEmpty() ? LONG_ENOUGH.plus(STINT) : sending.get(0).slot();
        }

        void finish() {
            installation.finish(sending.remove(0).dispatch(), new Accepted("id"));
            served++;
            wakeWhoComesNext();
        }

        /** What it does at the moment for which it waited. */
        void step() {
            waitsForItsTurn = false;
            if (now.compareTo(stintEnds) >= 0) {
                next = now.plus(AWAY);
                stintEnds = next.plus(STINT);
                wakeWhoComesNext();
            } else if (sending.size() == hands) {
                next = now.plus(BREATH);
            } else {
                ask(hands - sending.size());
            }
        }

        private void ask(int many) {
            asked++;
            Turn turn =
                    installation.dispatches.begin(lane, installation.means(lane, MediaWay.LINK), Dispatch.ids(many));
            if (turn instanceof Turn.Taken taken) {
                taken.begun().forEach(one -> sending.add(new Sending(one.dispatch(), now.plus(one.startsIn()))));
                next = now.plus(BREATH);
                if (taken.begun().size() == many) {
                    wakeWhoComesNext();
                }
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
            Walker ends = walkers.stream()
                    .min(Comparator.comparing(Walker::firstEnds))
                    .orElseThrow();
            Walker comes = walkers.stream()
                    .min(Comparator.comparing(walker -> walker.next))
                    .orElseThrow();
            if (ends.firstEnds().compareTo(comes.next) <= 0) {
                at(ends.firstEnds());
                ends.finish();
            } else {
                at(comes.next);
                comes.step();
            }
        }
    }

    private void at(Duration time) {
        if (time.compareTo(now) > 0) {
            now = time;
        }
        installation.database.freezeClock(now);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 12, 50})
    void shouldUseEachSlotHoweverManyCampaignsShareTheNumber(int campaigns) {
        begin(campaigns, 30);

        walk();

        assertAllIsUsed();
        int most = walkers.stream().mapToInt(walker -> walker.served).max().orElseThrow();
        assertThat(most)
                .as("the share of one, and two seconds of slots for others who were away")
                .isLessThanOrEqualTo(sent() / campaigns + 2 * RATE);
    }

    /** A turn is short then: those who wait were told to come when all others would have had long ones. */
    @Test
    void shouldUseEachSlotWhenTurnsAreShorterThanExpected() {
        begin(12, 4);

        walk();

        assertAllIsUsed();
    }

    @Test
    void shouldLeaveSlotsToTheLaneWhoseTurnItIsUntilTheyAreNear() {
        begin(2, 30);
        Walker first = walkers.get(0);
        Walker second = walkers.get(1);
        first.step();
        second.step();
        assertThat(second.next)
                .as("when half a second of slots is half gone, or when it is woken")
                .isLessThan(Duration.ofSeconds(1));
        at(Duration.ofMillis(240));
        first.next = now;
        first.sending.clear();

        first.step();

        assertThat(first.sending).as("it is the other's turn").isEmpty();
        at(first.next);
        first.step();
        assertThat(first.sending).as("who has not come").isNotEmpty();
    }

    private void assertAllIsUsed() {
        assertThat(sent()).as("sends").isGreaterThanOrEqualTo((int) (0.95 * RATE * LONG_ENOUGH.toSeconds()));
        assertThat(asked).as("questions").isLessThan(2 * sent());
    }

    private int sent() {
        return walkers.stream().mapToInt(walker -> walker.served).sum();
    }

    private void begin(int campaigns, int hands) {
        installation.database.freezeClock(now);
        installation.sender("a", new Pacing.Rate(RATE, 128), null);
        for (int i = 0; i < campaigns; i++) {
            walkers.add(new Walker(installation.lane(installation.campaign(3_000, "a"), "a"), hands));
        }
    }
}
