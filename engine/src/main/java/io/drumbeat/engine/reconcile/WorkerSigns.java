package io.drumbeat.engine.reconcile;

import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.worker.WorkerStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's signs of life. */
public final class WorkerSigns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSigns.class);

    private final WorkerStore workers;
    private final String name;

    /** Those of the worker {@code name}, which lives from {@link #give} until this is closed. */
    public WorkerSigns(WorkerStore workers, String name) {
        this.workers = workers;
        this.name = name;
    }

    /** To be called every few seconds. */
    public void give() {
        workers.seen(name);
    }

    /** Where the database does not hear of it, it counts as gone after half a minute. */
    @Override
    public void close() {
        try {
            workers.gone(name);
        } catch (DatabaseUnavailable away) {
            LOG.debug("nobody hears that this worker has ended");
        }
    }
}
