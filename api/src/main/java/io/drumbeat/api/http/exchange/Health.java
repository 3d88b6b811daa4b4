package io.drumbeat.api.http.exchange;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * By what a process is watched.
 *
 * @param readiness what it needs to be ready, by name, each with what keeps it from it, within a few seconds; empty: nothing does
 */
public record Health(Map<String, Supplier<Optional<String>>> readiness, PrometheusMeterRegistry metrics) {

    public Health {
        readiness = Map.copyOf(readiness);
    }
}
