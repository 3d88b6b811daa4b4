package io.drumbeat.campaigns.worker;

import io.drumbeat.campaigns.database.Database;

/** The processes that carry campaigns out. Where there is none, campaigns that run send nothing. */
public interface WorkerStore {

    /** The one in {@code database}. */
    static WorkerStore on(Database database) {
        return new PostgresWorkerStore(database);
    }

    /** The worker {@code name} is there: to be said every few seconds, or it counts as gone after 30 s. */
    void seen(String name);

    /** The worker {@code name} has ended. Safe to call twice. */
    void gone(String name);

    /** How many are there now. */
    int running();
}
