package io.drumbeat.engine.simulator;

/** A request is not what its vendor's documents ask for. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String reason;

    Refusal(int status, String code, String reason) {
        super(reason);
        this.status = status;
        this.code = code;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
