package io.drumbeat.api;

import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.engine.build.Build;
import io.drumbeat.engine.tracing.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** OpenTelemetry as its own variables ask for it, until it is closed. Where none does, neither this class nor its SDK is loaded. */
final class Telemetry implements AutoCloseable {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
    private static final AttributeKey<String> VERSION = AttributeKey.stringKey("service.version");

    private static final long LAST_SPANS_SECONDS = 5;

    /** Kept: a logger that nobody keeps forgets what it was told. */
    private static final Logger THEIRS = Logger.getLogger("io.opentelemetry");

    private final OpenTelemetrySdk sdk;

    private Telemetry(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    /**
     * What {@code variables} ask for, at least one of them.
     *
     * @throws StartFailure where OpenTelemetry refuses one
     */
    static Telemetry open(Map<String, String> variables) {
        Map<String, String> properties = new HashMap<>();
        properties.put("otel.exporter.otlp.protocol", "http/protobuf");
        variables.forEach(
                (name, value) -> properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        properties.put("otel.metrics.exporter", "none"); // those are at /metrics
        properties.put("otel.logs.exporter", "none");
        logInOneLine();
        try {
            return new Telemetry(AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesCustomizer(given -> properties)
                    .addResourceCustomizer((resource, given) -> named(resource))
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk());
        } catch (ConfigurationException | IllegalArgumentException refused) {
            throw new StartFailure(
                    "OpenTelemetry does not start as the variables OTEL_… say: " + refused.getMessage(), refused);
        }
    }

    private static void logInOneLine() {
        THEIRS.setUseParentHandlers(false);
        for (Handler before : THEIRS.getHandlers()) {
            THEIRS.removeHandler(before);
        }
        THEIRS.addHandler(new OneLineEach());
    }

    /** OpenTelemetry's own word for a program without a name is unknown_service:java. */
    private static Resource named(Resource resource) {
        String given = resource.getAttribute(SERVICE);
        boolean named = given != null && !given.startsWith("unknown_service");
        return resource.toBuilder()
                .put(SERVICE, named ? given : "drumbeat")
                .put(VERSION, Build.THIS.version())
                .build();
    }

    /** What spans are told to. */
    Tracing tracing() {
        return Tracing.to(sdk);
    }

    /** Waits for the last spans to be taken, up to 5 s. */
    @Override
    public void close() {
        sdk.shutdown().join(LAST_SPANS_SECONDS, TimeUnit.SECONDS);
    }

    /** What it says of a collector that is away, without a stack trace: it says it five times, then once a minute. */
    private static final class OneLineEach extends Handler {
        @Override
        public void publish(LogRecord line) {
            if (isLoggable(line) && line.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
                LOG.warn("Traces: {}", line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
