package io.drumbeat.campaigns.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MostSendsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void shouldCountTheShortestPauses() {
        Pacing delay = new Pacing.Delay(Duration.ofSeconds(4), Duration.ofSeconds(8));

        assertThat(MostSends.by(delay, Duration.ZERO)).isEqualTo(1);
        assertThat(MostSends.by(delay, MINUTE)).isEqualTo(16);
    }

    @Test
    void shouldCountEachSlotOfARate() {
        assertThat(MostSends.by(new Pacing.Rate(20, 8), MINUTE)).isEqualTo(1_201);
    }

    @Test
    void shouldKnowNoEndWhenNothingHoldsItBack() {
        assertThat(MostSends.by(new Pacing.Delay(Duration.ZERO, MINUTE), MINUTE))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(MostSends.by(new Pacing.Rate(Double.POSITIVE_INFINITY, 8), MINUTE))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(MostSends.byCap(null, 9, MINUTE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldLeaveWhatEachDayThatIsTouchedAllowsButForWhatIsKnown() {
        assertThat(MostSends.byCap(100, 30, MINUTE)).isEqualTo(70);
        assertThat(MostSends.byCap(100, 130, MINUTE)).isZero();
        assertThat(MostSends.byCap(100, 30, Duration.ofHours(25))).isEqualTo(170);
        assertThat(MostSends.days(Duration.ofHours(25))).isEqualTo(Duration.ofDays(2));
    }
}
