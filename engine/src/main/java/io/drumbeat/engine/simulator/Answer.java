package io.drumbeat.engine.simulator;

import java.util.Map;

/**
 * What goes back to the client.
 *
 * @param label what the counters call it
 */
record Answer(String label, int status, Map<String, String> headers, String contentType, String body) {

    static Answer json(String label, int status, String body) {
        return new Answer(label, status, Map.of(), "application/json", body);
    }

    static Answer html(String label, int status, String body) {
        return new Answer(label, status, Map.of(), "text/html", body);
    }

    Answer with(Map<String, String> more) {
        return new Answer(label, status, more, contentType, body);
    }
}
