package io.drumbeat.engine.simulator;

/**
 * What becomes of one send.
 *
 * @param act how the answer is given, or withheld
 * @param answer which answer it is
 * @param detail the vendor's code, the HTTP status, or {@code Retry-After}; empty where there is nothing to say
 * @param received whether the message reaches the phone
 */
record Behaviour(Act act, Kind answer, String detail, boolean received) {

    enum Act {
        ANSWER,
        ANSWER_THEN_CLOSE,
        ANSWER_HALF,
        TRICKLE,
        HANG,
        RESET
    }

    enum Kind {
        ACCEPTED,
        HELD,
        VENDOR_CODE,
        FAILURE_BEHIND_200,
        STATUS,
        THROTTLED,
        GARBAGE,
        EMPTY,
        HUGE
    }

    static final Behaviour GOOD = new Behaviour(Act.ANSWER, Kind.ACCEPTED, "", true);

    static Behaviour accepted(Act act, boolean received) {
        return new Behaviour(act, Kind.ACCEPTED, "", received);
    }

    static Behaviour received(Kind answer) {
        return new Behaviour(Act.ANSWER, answer, "", true);
    }

    static Behaviour refused(Kind answer, String detail) {
        return new Behaviour(Act.ANSWER, answer, detail, false);
    }
}
