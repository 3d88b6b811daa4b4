package io.drumbeat.engine.gateway.callback;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request of a vendor's to a webhook, as it came.
 *
 * @param headers by name in lower case
 * @param query the URL's parameters
 * @param body its raw bytes: what a signature is over
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record Callback(Map<String, String> headers, Map<String, String> query, byte[] body) {

    public Callback {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /** The header called {@code name}, however that is written. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Leaves out what may be secret or somebody's: this may reach a log. */
    @Override
    public String toString() {
        return "Callback[" + body.length + " bytes]";
    }
}
