package io.drumbeat.api.cli;

/** A running Drumbeat cannot do its work any more and ends, so that whoever supervises it can act. */
final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence why, for a person */
    GivenUp(String sentence) {
        super(sentence);
    }
}
