package io.drumbeat.api;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.engine.build.Build;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** What this process measures of itself: its JVM, its connections, its build. */
final class Metrics implements AutoCloseable {

    /** Temporal's client has dozens of them for each of its timers, of which there is one for each call and activity. */
    private static final double[] FEW_BUCKETS =
            DoubleStream.of(0.1, 1).map(seconds -> seconds * 1e9).toArray();

    /** What tells that Temporal, or this process, does not keep up; of all others the average and the longest are enough. */
    private static final Pattern TELLING =
            Pattern.compile("temporal_(request|activity_schedule_to_start|workflow_task_schedule_to_start)_latency.*");

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();

    Metrics() {
        meters.config().meterFilter(new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().startsWith("temporal_")
                        ? DistributionStatisticConfig.builder()
                                .percentilesHistogram(false)
                                .serviceLevelObjectives(
                                        TELLING.matcher(id.getName()).matches() ? FEW_BUCKETS : new double[0])
                                .build()
                                .merge(config)
                        : config;
            }
        });
        garbage.bindTo(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        Gauge.builder("drumbeat.build.info", () -> 1)
                .description("Which version of Drumbeat, on which Java")
                .tag("version", Build.THIS.version())
                .tag("commit", Build.THIS.commit())
                .tag("java", Runtime.version().toString())
                .register(meters);
    }

    PrometheusMeterRegistry registry() {
        return meters;
    }

    /** Shows what of {@code database}'s connections is in use. */
    void measure(Database database) {
        database.connections()
                .forEach((state, count) -> Gauge.builder("drumbeat.database.connections", count)
                        .description("Connections to PostgreSQL, and threads that wait for one")
                        .tag("state", state)
                        .register(meters));
    }

    @Override
    public void close() {
        garbage.close();
    }
}
