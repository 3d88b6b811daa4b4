package io.drumbeat.engine.reconcile;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Logs that a step fails once, not once a round, and once more when it works again. */
final class FailureLog {
    private final Logger log;
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    FailureLog(Logger log) {
        this.log = log;
    }

    /** Runs {@code step}, which the log calls {@code name}, and never throws; returns whether it succeeded. */
    boolean attempt(String name, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failed) {
            if (failing.add(name)) {
                // Classes only: messages of the database quote values.
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                log.warn(
                        "{} fails and will be tried again: {}",
                        name,
                        cause.getClass().getSimpleName());
            }
            return false;
        }
        if (failing.remove(name)) {
            log.info("{} works again", name);
        }
        return true;
    }
}
