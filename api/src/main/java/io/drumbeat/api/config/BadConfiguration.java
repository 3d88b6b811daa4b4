package io.drumbeat.api.config;

import java.util.List;

/** Configuration that Drumbeat cannot start with: all that is wrong with it, one plain sentence each. */
public final class BadConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list of strings is serializable
    private final List<String> sentences;

    public BadConfiguration(List<String> sentences) {
        super(String.join("\n", sentences));
        this.sentences = List.copyOf(sentences);
    }

    /** At least one; none holds a secret. */
    public List<String> sentences() {
        return sentences;
    }
}
