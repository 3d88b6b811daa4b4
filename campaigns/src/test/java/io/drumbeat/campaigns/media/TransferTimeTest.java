package io.drumbeat.campaigns.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransferTimeTest {

    @Test
    void shouldBeAMinuteAndTheSizeAtOneMegabitPerSecond() {
        assertThat(TransferTime.most(0)).isEqualTo(Duration.ofSeconds(60));
        assertThat(TransferTime.most(12_500_000)).isEqualTo(Duration.ofSeconds(160));
    }
}
