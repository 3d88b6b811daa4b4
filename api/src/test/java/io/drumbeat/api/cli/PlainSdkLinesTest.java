package io.drumbeat.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While PostgreSQL or Temporal was away, the log was full of the SDK's stack traces. */
class PlainSdkLinesTest {

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @AfterEach
    void close() {
        context.stop();
    }

    private Logger logger(String configuration, String name) throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Logging.class.getResource(configuration));
        log.setContext(context);
        log.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(log);
        return context.getLogger(name);
    }

    private Logger sdk() throws Exception {
        return logger("/logback.xml", "io.temporal.internal.activity.ActivityTaskExecutors");
    }

    private List<String> lines() {
        assertThat(log.list)
                .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNull());
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void shouldSayInOneLineWhatAnActivityThatIsTriedAgainFailedOf() throws Exception {
        sdk().warn(
                        "{} failure. ActivityId={}, attempt={}",
                        "Activity",
                        "7",
                        3,
                        ApplicationFailure.newFailure("DatabaseUnavailable (SQL state 08006)", "Database"));

        assertThat(lines())
                .containsExactly("Activity failure. ActivityId=7, attempt=3: DatabaseUnavailable (SQL state 08006)");
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void shouldSayInOneLineThatTemporalIsAway() throws Exception {
        Logger poller = logger("logback-json.xml", "io.temporal.internal.worker.Poller");
        poller.warn("Failure in poller thread {}", "one", new StatusRuntimeException(Status.UNAVAILABLE));
        poller.error("Unexpected", new IllegalStateException(new StatusRuntimeException(Status.DEADLINE_EXCEEDED)));

        assertThat(lines())
                .containsExactly(
                        "Failure in poller thread one: Temporal answered UNAVAILABLE",
                        "Unexpected: Temporal answered DEADLINE_EXCEEDED");
    }

    @Test
    void shouldSayTheSameOnceAMinuteHoweverManySayIt() throws Exception {
        AtomicLong nanos = new AtomicLong();
        Logger poller = sdk();
        context.resetTurboFilterList();
        context.addTurboFilter(new PlainSdkLines(nanos::get));
        for (int n = 0; n < 20; n++) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
            poller.warn("Failure in poller thread {}", n, new StatusRuntimeException(Status.UNAVAILABLE));
        }

        assertThat(lines())
                .containsExactly(
                        "Failure in poller thread 0: Temporal answered UNAVAILABLE",
                        "Failure in poller thread 12: Temporal answered UNAVAILABLE");
    }

    @Test
    void shouldSayInOneLineThatAWorkerEnds() throws Exception {
        sdk().warn("Heartbeat failed", new CancellationException());

        assertThat(lines()).containsExactly("Heartbeat failed: CancellationException");
    }

    /** A NullPointerException of ours was one line among those of an outage. */
    @Test
    void shouldKeepTheTraceOfAFaultInAnActivityOnceAMinute() throws Exception {
        Logger sdk = sdk();
        for (int attempt = 1; attempt <= 20; attempt++) {
            sdk.warn(
                    "{} failure. attempt={}",
                    "Activity",
                    attempt,
                    ApplicationFailure.newFailure("NullPointerException", "Fault"));
        }

        assertThat(log.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getThrowableProxy()).isNotNull());
    }

    @Test
    void shouldKeepTheTraceOfAnythingElse() throws Exception {
        sdk().error("[BUG] Code that expected to never throw", new IllegalStateException("why"));
        context.getLogger("io.drumbeat.api.App").warn("ours", new StatusRuntimeException(Status.UNAVAILABLE));

        assertThat(log.list)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNotNull());
    }
}
