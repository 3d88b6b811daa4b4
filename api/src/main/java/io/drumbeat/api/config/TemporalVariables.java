package io.drumbeat.api.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The variables that temporal-envconfig reads. */
final class TemporalVariables {

    private static final String PREFIX = "TEMPORAL_";

    /** Those that may come from a file. Not all of TEMPORAL_…: TEMPORAL_CONFIG_FILE is a variable of Temporal's own. */
    private static final Set<String> NAMES = Set.of(
            "TEMPORAL_ADDRESS",
            "TEMPORAL_NAMESPACE",
            "TEMPORAL_API_KEY",
            "TEMPORAL_PROFILE",
            "TEMPORAL_TLS",
            "TEMPORAL_TLS_CLIENT_CERT_PATH",
            "TEMPORAL_TLS_CLIENT_CERT_DATA",
            "TEMPORAL_TLS_CLIENT_KEY_PATH",
            "TEMPORAL_TLS_CLIENT_KEY_DATA",
            "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
            "TEMPORAL_TLS_SERVER_CA_CERT_DATA",
            "TEMPORAL_TLS_SERVER_NAME",
            "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION");

    private TemporalVariables() {}

    static Map<String, String> read(Environment environment, Map<String, String> variables) {
        Map<String, String> read = new TreeMap<>();
        variables.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank() && !isKnownOrItsFile(name)) {
                read.put(name, value);
            }
        });
        for (String name : NAMES) {
            environment.text(name).ifPresent(value -> read.put(name, value));
        }
        return read;
    }

    private static boolean isKnownOrItsFile(String name) {
        return NAMES.contains(name)
                || (name.endsWith("_FILE") && NAMES.contains(name.substring(0, name.length() - "_FILE".length())));
    }
}
