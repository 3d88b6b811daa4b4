package io.drumbeat.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedSignInsTest {

    private Instant now = Instant.EPOCH;
    private final FailedSignIns failed = new FailedSignIns(() -> now);

    private Duration after(int failures, String address) {
        Duration wait = Duration.ZERO;
        for (int i = 0; i < failures; i++) {
            wait = failed.count(address);
        }
        return wait;
    }

    @Test
    void shouldLetThemWaitTheLongerTheMoreThereWere() {
        assertThat(after(10, "a")).isZero();
        assertThat(failed.count("a")).isEqualTo(Duration.ofMillis(500));
        assertThat(failed.count("a")).isEqualTo(Duration.ofSeconds(1));
        assertThat(after(100, "a")).isEqualTo(Duration.ofSeconds(5));
        assertThat(failed.count("b")).as("another address").isZero();
    }

    @Test
    void shouldForgetThemWithTime() {
        after(100, "a");

        now = now.plusSeconds(30);
        assertThat(failed.count("a")).isEqualTo(Duration.ofSeconds(3));
        now = now.plusSeconds(120);
        assertThat(failed.count("a")).isZero();
    }
}
