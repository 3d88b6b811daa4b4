package io.drumbeat.engine.temporal;

import org.jspecify.annotations.Nullable;

/** Temporal could not be started or does not answer. Its message is a sentence for an operator. */
public final class TemporalUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TemporalUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
