package io.drumbeat.engine.activity;

import io.temporal.failure.ApplicationFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults in activities, as Temporal, its UI and the log may see them: never with a message that could hold a recipient's
 * data. Where one of ours happened is said in the log, once a minute however many lanes meet it.
 */
public final class Failures {
    /** The type of a failure: the database did not do what it was asked. */
    public static final String DATABASE = "Database";

    /** The type of a failure: the worker ends. */
    public static final String STOPPING = "Stopping";

    /** The type of a failure: a fault of ours, and anything else. */
    static final String FAULT = "Fault";

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int FRAMES = 30;

    private final Ticker ticker;

    /** When each fault was said last; there are few, since what tells them apart is where they happened. */
    private final Map<String, Long> said = new ConcurrentHashMap<>();

    Failures(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Retried by Temporal, for ever. */
    ApplicationFailure of(RuntimeException fault) {
        boolean database = sqlState(fault) != null;
        if (!database) {
            say(fault);
        }
        return ApplicationFailure.newFailure(describe(fault), database ? DATABASE : FAULT);
    }

    private void say(Throwable fault) {
        String trace = trace(fault);
        long now = ticker.nanos();
        long last = said.merge(trace, now, (before, unused) -> now - before < QUIET.toNanos() ? before : now);
        if (last == now) {
            LOG.error("An activity failed by a fault of Drumbeat's, and is tried again: {}", trace);
        }
    }

    private static String trace(Throwable fault) {
        StringBuilder text = new StringBuilder();
        Throwable at = fault;
        for (int depth = 0; at != null && depth < 5; depth++) {
            text.append(depth == 0 ? "" : "\nCaused by: ").append(at.getClass().getName());
            StackTraceElement[] frames = at.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
                text.append("\n\tat ").append(frames[i]);
            }
            at = at.getCause();
        }
        return text.toString();
    }

    /** The classes and the SQL state: messages of JDBI and PostgreSQL quote values. */
    static String describe(Throwable fault) {
        StringBuilder text = new StringBuilder(fault.getClass().getSimpleName());
        Throwable cause = fault.getCause();
        for (int depth = 0; cause != null && depth < 5; depth++) {
            text.append(" ← ").append(cause.getClass().getSimpleName());
            cause = cause.getCause();
        }
        String state = sqlState(fault);
        return state == null
                ? text.toString()
                : text.append(" (SQL state ").append(state).append(')').toString();
    }

    private static @org.jspecify.annotations.Nullable String sqlState(Throwable fault) {
        Throwable at = fault;
        for (int depth = 0; at != null && depth < 6; depth++) {
            if (at instanceof SQLException sql) {
                return String.valueOf(sql.getSQLState());
            }
            at = at.getCause();
        }
        return null;
    }
}
