package io.drumbeat.api.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file, each with the place where it is. */
final class Problems {

    private static final String FIELD = ".";

    private final String place;
    private final String separator;
    private final List<String> sentences;

    Problems(String file) {
        this(file, ": ", new ArrayList<>());
    }

    /** @param separator what stands between the place and a field in it */
    private Problems(String place, String separator, List<String> sentences) {
        this.place = place;
        this.separator = separator;
        this.sentences = sentences;
    }

    /** Those of the sender {@code index} in the list, counted from 0, by its id where it has one. */
    Problems inSender(JsonNode id, int index) {
        String name = id.isTextual() ? "sender \"" + id.asText() + "\"" : "sender number " + (index + 1);
        return new Problems(place + ": " + name, ", ", sentences);
    }

    /** Those of one field. */
    Problems at(String field) {
        return new Problems(place + separator + field, FIELD, sentences);
    }

    /** Adds {@code what}: the end of a sentence that begins with the place, with its question mark where it asks. */
    void add(String what) {
        sentences.add(place + (separator.equals(FIELD) ? " " : separator) + what + (what.endsWith("?") ? "" : "."));
    }

    /** @throws BadConfiguration where there was any */
    void check() {
        if (!sentences.isEmpty()) {
            throw new BadConfiguration(sentences);
        }
    }
}
