package io.drumbeat.api.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * OpenTelemetry's own variables, checked where they ask for traces. Those that only say how are OpenTelemetry's to read; a wrong
 * one of them ends the start as well, only later.
 */
final class TraceVariables {

    private static final String PREFIX = "OTEL_";
    private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
    private static final List<String> ENDPOINTS =
            List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    private static final List<String> PROTOCOLS =
            List.of("OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL");

    /** Names and secrets; they may come from a file. */
    private static final List<String> PAIRS =
            List.of("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_RESOURCE_ATTRIBUTES");

    private static final String SAMPLER = "OTEL_TRACES_SAMPLER";
    private static final String RATIO = "OTEL_TRACES_SAMPLER_ARG";
    private static final String PROPAGATORS = "OTEL_PROPAGATORS";

    private static final Set<String> SAMPLERS = Set.of(
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio");

    private final Environment environment;
    private final Map<String, String> read = new TreeMap<>();

    private TraceVariables(Environment environment) {
        this.environment = environment;
    }

    /** Empty where they ask for none. */
    static Map<String, String> read(Environment environment, Map<String, String> variables) {
        TraceVariables traces = new TraceVariables(environment);
        variables.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.endsWith("_FILE") && !value.isBlank()) {
                traces.read.put(name, value.strip());
            }
        });
        for (String name : PAIRS) {
            environment.text(name).ifPresent(value -> traces.read.put(name, value));
        }
        if (!traces.asked()) {
            return Map.of();
        }
        traces.check();
        return traces.read;
    }

    private boolean asked() {
        boolean disabled = value("OTEL_SDK_DISABLED").equalsIgnoreCase("true");
        return !disabled
                && !value(EXPORTER).equals("none")
                && (read.containsKey(EXPORTER) || ENDPOINTS.stream().anyMatch(read::containsKey));
    }

    private String value(String name) {
        return read.getOrDefault(name, "");
    }

    private void check() {
        oneOf(EXPORTER, Set.of("otlp"), "otlp or none");
        for (String name : PROTOCOLS) {
            oneOf(
                    name,
                    Set.of("http/protobuf"),
                    "http/protobuf, which collectors take at port 4318: there is no gRPC exporter here");
        }
        for (String name : ENDPOINTS) {
            if (read.containsKey(name) && !isUrl(value(name))) {
                problem(name, "a URL that begins with http:// or https://, such as http://collector:4318");
            }
        }
        for (String name : PAIRS) {
            if (read.containsKey(name) && !value(name).matches("(\\s*[^=,]+=[^,]*(,|$))+")) {
                problem(name, "name=value pairs with commas between them");
            }
        }
        oneOf(
                SAMPLER,
                SAMPLERS,
                "one of " + String.join(", ", SAMPLERS.stream().sorted().toList()));
        if (value(SAMPLER).endsWith("traceidratio") && read.containsKey(RATIO) && !isRatio(value(RATIO))) {
            problem(RATIO, "a number from 0 to 1: the share of traces to keep");
        }
        for (String propagator : value(PROPAGATORS).split(",", -1)) {
            if (!Set.of("", "tracecontext", "baggage", "none").contains(propagator.strip())) {
                problem(PROPAGATORS, "tracecontext, baggage, both with a comma between them, or none");
            }
        }
    }

    private void oneOf(String name, Set<String> values, String advice) {
        if (read.containsKey(name) && !values.contains(value(name))) {
            problem(name, advice);
        }
    }

    private void problem(String name, String advice) {
        environment.problem(name + " must be " + advice + ".");
    }

    private static boolean isUrl(String text) {
        try {
            URI url = new URI(text);
            return url.getHost() != null && Set.of("http", "https").contains(url.getScheme());
        } catch (URISyntaxException noUrl) {
            return false;
        }
    }

    private static boolean isRatio(String text) {
        try {
            double ratio = Double.parseDouble(text);
            return ratio >= 0 && ratio <= 1;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }
}
