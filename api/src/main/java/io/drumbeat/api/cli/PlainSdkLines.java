package io.drumbeat.api.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.drumbeat.engine.activity.Failures;
import io.grpc.StatusRuntimeException;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Makes one line of what Temporal's SDK reports with a stack trace though nobody is at fault: a server or a database that
 * was away for a while, an activity that is to be tried again, a worker that ends. What twenty pollers and two hundred
 * lanes say of one outage is said once a minute. Any other trace stays; that of an activity's fault, once a minute.
 */
public final class PlainSdkLines extends TurboFilter {

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Failures of activities that nobody is at fault for. */
    private static final Set<String> NOBODYS = Set.of(Failures.DATABASE, Failures.STOPPING);

    /** When each reason was said last, by {@link #nanos}; there are few. */
    private final Map<String, Long> said = new ConcurrentHashMap<>();

    private final LongSupplier nanos;

    /** As logback makes it. */
    public PlainSdkLines() {
        this(System::nanoTime);
    }

    PlainSdkLines(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        if (format == null
                || !level.isGreaterOrEqual(Level.WARN)
                || !logger.getName().startsWith("io.temporal.")) {
            return FilterReply.NEUTRAL;
        }
        Object[] given = parameters == null ? new Object[0] : parameters;
        Throwable trace =
                thrown == null && given.length > 0 && given[given.length - 1] instanceof Throwable last ? last : thrown;
        Optional<String> why = trace == null ? Optional.empty() : why(trace);
        if (why.isEmpty()) {
            return trace instanceof ApplicationFailure failure && wasJustSaid(String.valueOf(failure.getMessage()))
                    ? FilterReply.DENY
                    : FilterReply.NEUTRAL;
        }
        if (wasJustSaid(why.get())) {
            return FilterReply.DENY;
        }
        Object[] shown = trace == thrown ? given : Arrays.copyOf(given, given.length - 1);
        logger.log(
                marker,
                PlainSdkLines.class.getName(),
                Level.toLocationAwareLoggerInteger(level),
                "{}: {}",
                new Object[] {MessageFormatter.basicArrayFormat(format, shown), why.get()},
                null);
        return FilterReply.DENY;
    }

    private boolean wasJustSaid(String why) {
        long now = nanos.getAsLong();
        long last = said.merge(why, now, (before, unused) -> now - before < QUIET_NANOS ? before : now);
        return last != now;
    }

    /** Empty where somebody may be at fault. */
    private static Optional<String> why(Throwable trace) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable at = trace; at != null && chain.size() < 10; at = at.getCause()) {
            chain.add(at);
        }
        for (Throwable at : chain) {
            if (at instanceof StatusRuntimeException refused) {
                return Optional.of("Temporal answered " + refused.getStatus().getCode());
            }
            if (at instanceof ApplicationFailure failure && NOBODYS.contains(failure.getType())) {
                return Optional.of(failure.getOriginalMessage());
            }
            if (isAnEnd(at)) {
                return Optional.of(at.getClass().getSimpleName());
            }
        }
        return Optional.empty();
    }

    /** Of a wait or a thread, not of somebody's patience. */
    private static boolean isAnEnd(Throwable thrown) {
        return thrown instanceof InterruptedException
                || thrown instanceof CancellationException
                || thrown instanceof RejectedExecutionException
                || thrown instanceof TimeoutException;
    }
}
