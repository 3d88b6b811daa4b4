package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StintLengthTest {

    private final SettableTicker ticker = new SettableTicker();
    private final ScriptedDispatches store = new ScriptedDispatches();

    private StintLength at(double perSecond) {
        return new StintLength(store, ticker, perSecond);
    }

    @Test
    void shouldBeAsLongAsTheActivitiesOfAllLanesTake() {
        store.lanes = 40;
        assertThat(at(10).now()).isEqualTo(Duration.ofSeconds(4));

        store.lanes = 200;
        assertThat(at(10).now()).isEqualTo(Duration.ofSeconds(20));
        assertThat(at(1_000_000).now()).isEqualTo(Duration.ofNanos(200_000));
    }

    @Test
    void shouldEndWithinItsActivityWhateverTheRate() {
        store.lanes = 500;

        assertThat(at(1e-300).now()).isEqualTo(StintLength.LONGEST);
    }

    @Test
    void shouldCountSeldom() {
        StintLength length = at(10);
        for (int i = 0; i < 100; i++) {
            length.now();
            ticker.pass(Duration.ofMillis(100));
        }

        assertThat(store.counted).isEqualTo(5);
    }

    /** An outcome has just been written: the activity does not fail because nobody counts. */
    @Test
    void shouldStayAsItWasWhileTheDatabaseIsAway() {
        StintLength length = at(1);
        store.lanes = 7;
        length.now();
        ticker.pass(Duration.ofMinutes(1));
        store.lanes = -1;

        assertThat(length.now()).isEqualTo(Duration.ofSeconds(7));

        ticker.pass(Duration.ofMinutes(1));
        store.lanes = 8;
        assertThat(length.now()).isEqualTo(Duration.ofSeconds(8));
    }
}
