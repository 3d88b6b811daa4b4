package io.drumbeat.engine.reconcile;

import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.worker.WorkerStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's signs of life, and how many workers give such. */
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

    /** Has {@code meters} count {@code workers}: NaN while the database does not answer. */
    public static void count(WorkerStore workers, MeterRegistry meters) {
        Gauge.builder("drumbeat.workers", workers, WorkerSigns::running)
                .description("Workers seen in the last 30 s, in all processes; without one nothing is sent")
                .strongReference(true)
                .register(meters);
    }

    private static double running(WorkerStore workers) {
        try {
            return workers.running();
        } catch (DatabaseUnavailable away) {
            return Double.NaN;
        }
    }
}
