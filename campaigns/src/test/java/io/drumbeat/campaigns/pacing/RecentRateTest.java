package io.drumbeat.campaigns.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.pacing.RecentRate.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentRateTest {

    private static final Instant MINUTE = Instant.parse("2026-12-01T09:00:00Z");
    private static final Instant LONG_AGO = MINUTE.minus(Duration.ofDays(3));

    @Test
    void shouldCountThisMinuteAndTheOneBefore() {
        List<Counted> lanes = List.of(new Counted(MINUTE, 5, 20), new Counted(MINUTE.minusSeconds(60), 10, 99));

        assertThat(RecentRate.perMinute(lanes, LONG_AGO, MINUTE.plusSeconds(30)))
                .isEqualTo(35 / 1.5);
    }

    @Test
    void shouldForgetWhatIsOlder() {
        List<Counted> lanes = List.of(new Counted(MINUTE, 50, 50));

        assertThat(RecentRate.perMinute(lanes, LONG_AGO, MINUTE.plusSeconds(119)))
                .isPositive();
        assertThat(RecentRate.perMinute(lanes, LONG_AGO, MINUTE.plusSeconds(120)))
                .isZero();
    }

    @Test
    void shouldNotSpreadOverATimeBeforeTheStart() {
        List<Counted> lanes = List.of(new Counted(MINUTE, 5, 0));

        assertThat(RecentRate.perMinute(lanes, MINUTE.plusSeconds(10), MINUTE.plusSeconds(30)))
                .isEqualTo(15);
        assertThat(RecentRate.perMinute(lanes, MINUTE.plusSeconds(30), MINUTE.plusSeconds(30)))
                .as("five at once are not infinitely many")
                .isEqualTo(30);
    }
}
