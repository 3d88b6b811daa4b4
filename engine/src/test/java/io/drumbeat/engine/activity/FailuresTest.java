package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.drumbeat.campaigns.CapturedLog;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Of a fault in an activity nothing told where it had happened: Temporal has the class's name, the log had a line. */
@Isolated("reads what all classes of this process log")
class FailuresTest {

    private static final String PHONE = "+4915112345678";

    private final SettableTicker ticker = new SettableTicker();
    private final Failures failures = new Failures(ticker);

    @AutoClose
    private final CapturedLog log = new CapturedLog(Failures.class);

    private static RuntimeException fault() {
        return new IllegalStateException(PHONE, new NullPointerException(PHONE));
    }

    @Test
    void shouldSayWhereAFaultHappenedAndNotItsMessage() {
        assertThat(failures.of(fault()).getType()).isEqualTo(Failures.FAULT);

        assertThat(log.lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                "java.lang.IllegalStateException\n\tat io.drumbeat.engine.activity.FailuresTest.fault(",
                                "Caused by: java.lang.NullPointerException\n\tat ")
                        .doesNotContain(PHONE));
        assertThat(log.events().get(0).getLevel()).isEqualTo(Level.ERROR);
        assertThat(log.events().get(0).getThrowableProxy()).isNull();
    }

    @Test
    void shouldSayEachFaultOnceAMinuteHoweverManyMeetIt() {
        for (int lane = 0; lane < 120; lane++) {
            failures.of(fault());
            ticker.pass(Duration.ofSeconds(1));
        }
        assertThat(log.lines()).hasSize(2);

        failures.of(new ArithmeticException());
        assertThat(log.lines()).hasSize(3);
    }

    @Test
    void shouldSayNothingMoreWhenItWasTheDatabase() {
        RuntimeException away = new IllegalStateException(new SQLException("away", "08006"));

        assertThat(failures.of(away).getType()).isEqualTo(Failures.DATABASE);

        assertThat(log.lines()).isEmpty();
    }
}
