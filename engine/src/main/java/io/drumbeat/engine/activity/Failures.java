package io.drumbeat.engine.activity;

import io.temporal.failure.ApplicationFailure;
import java.sql.SQLException;

/** Faults in activities, as Temporal and its UI may see them: never with a message that could hold a recipient's data. */
final class Failures {
    /** The database did not do what it was asked. */
    static final String DATABASE = "Database";

    /** Anything else. */
    static final String FAULT = "Fault";

    private Failures() {}

    /** Retried by Temporal, for ever. */
    static ApplicationFailure of(RuntimeException fault) {
        boolean database = sqlState(fault) != null;
        return ApplicationFailure.newFailure(describe(fault), database ? DATABASE : FAULT);
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
