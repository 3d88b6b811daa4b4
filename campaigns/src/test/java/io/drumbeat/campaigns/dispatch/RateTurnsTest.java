package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.pacing.Pacing;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lanes of several campaigns at one number of a rate, each of which leaves again and again with its stint. Twelve of them sent
 * 24/s at 50/s, since all waited for the one whose turn it was; then 30 to 157 each in the time for 62, since whoever had been
 * served last took what was left over.
 */
@TakesLong
class RateTurnsTest {

    private static final int RATE = 50;
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(11);

    @AutoClose
    private final Installation installation = new Installation();

    private final Walk walk = new Walk(installation, new Pacing.Rate(RATE, 128));

    /** Lanes of another process are not woken: theirs hang more on who comes first. */
    @ParameterizedTest
    @CsvSource({"12, 1, 2", "50, 1, 2", "12, 3, 4"})
    void shouldUseEachSlotAndServeAllAlikeHoweverManyCampaignsShareTheNumber(int campaigns, int processes, int most) {
        begin(campaigns, 30, processes);

        walk.until(ONE_SECOND);
        List<Integer> before = served();
        walk.until(LONG_ENOUGH);

        assertAllIsUsed();
        double fair = (walk.sent() - before.stream().mapToInt(sent -> sent).sum()) / (double) campaigns;
        List<Integer> after = served();
        assertThat(IntStream.range(0, campaigns).mapToObj(i -> after.get(i) - before.get(i)))
                .as("shares since all have been there, of %.1f that are fair", fair)
                .allSatisfy(share -> assertThat((double) share).isBetween(fair / most, most * fair));
    }

    private List<Integer> served() {
        return walk.lanes.stream().map(Walk.Lane::served).toList();
    }

    /** A turn is short then: those who wait were told to come when all others would have had long ones. */
    @Test
    void shouldUseEachSlotWhenTurnsAreShorterThanExpected() {
        begin(12, 4, 1);

        walk.until(LONG_ENOUGH);

        assertAllIsUsed();
    }

    @Test
    void shouldLeaveSlotsToTheLaneWhoseTurnItIsUntilTheyAreNear() {
        begin(2, 30, 1);
        Walk.Lane first = walk.lanes.get(0);
        first.step();
        walk.lanes.get(1).step();
        int taken = first.on();
        walk.at(Duration.ofMillis(240));

        first.step();
        assertThat(first.on()).as("it is the other's turn").isEqualTo(taken);
        walk.at(first.next());
        first.step();

        assertThat(first.on()).as("who has not come").isGreaterThan(taken);
    }

    private void assertAllIsUsed() {
        assertThat(walk.sent()).as("sends").isGreaterThanOrEqualTo((int) (0.95 * RATE * LONG_ENOUGH.toSeconds()));
        assertThat(walk.asked()).as("questions").isLessThan(3 * walk.sent());
    }

    private void begin(int campaigns, int hands, int processes) {
        for (int i = 0; i < campaigns; i++) {
            walk.campaign(400, hands, i % processes);
        }
    }
}
