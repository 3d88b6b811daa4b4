package io.drumbeat.campaigns.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoublingTest {

    private final Doubling pauses = new Doubling(Duration.ofSeconds(5), Duration.ofSeconds(30));

    @Test
    void shouldDoubleUpToTheLongest() {
        assertThat(IntStream.rangeClosed(1, 6)
                        .mapToObj(failures -> pauses.after(failures).toSeconds()))
                .containsExactly(5L, 10L, 20L, 30L, 30L, 30L);
    }

    @Test
    void shouldStayAtTheLongestHoweverOftenItFails() {
        assertThat(pauses.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
    }
}
