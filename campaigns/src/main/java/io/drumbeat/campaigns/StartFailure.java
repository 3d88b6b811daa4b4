package io.drumbeat.campaigns;

import org.jspecify.annotations.Nullable;

/** A part of Drumbeat cannot start. The message is one plain sentence for the person who started it. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailure(String sentence) {
        this(sentence, null);
    }

    /** @param cause for a debug log; the sentence says what a person needs */
    public StartFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
