package io.drumbeat.engine.simulator.protocol;

import java.util.Map;

/**
 * What goes back to the client.
 *
 * @param label what the counters call it
 */
public record Answer(String label, int status, Map<String, String> headers, String contentType, String body) {

    public static Answer json(String label, int status, String body) {
        return new Answer(label, status, Map.of(), "application/json", body);
    }

    public static Answer html(String label, int status, String body) {
        return new Answer(label, status, Map.of(), "text/html", body);
    }

    public Answer with(Map<String, String> more) {
        return new Answer(label, status, more, contentType, body);
    }
}
