package io.drumbeat.engine.reconcile;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Logs a failure once per kind, not once per round, and once more when it is over. */
final class Grumble {
    private final Logger log;
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    Grumble(Logger log) {
        this.log = log;
    }

    /** Runs {@code step}, and never throws; returns whether it succeeded. */
    boolean tried(String kind, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failed) {
            if (failing.add(kind)) {
                // Classes only: messages of the database quote values.
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                log.warn(
                        "{} fails and will be tried again: {}",
                        kind,
                        cause.getClass().getSimpleName());
            }
            return false;
        }
        if (failing.remove(kind)) {
            log.info("{} works again", kind);
        }
        return true;
    }
}
