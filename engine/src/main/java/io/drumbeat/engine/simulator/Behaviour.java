package io.drumbeat.engine.simulator;

/**
 * What becomes of one send.
 *
 * @param act how the answer is given, or withheld
 * @param answer which answer it is
 * @param detail the vendor's code, the HTTP status, or {@code Retry-After}; empty where there is nothing to say
 * @param received whether the message reaches the phone
 * @param course what is reported of it afterwards
 */
record Behaviour(Act act, Kind answer, String detail, boolean received, Course course) {

    enum Act {
        ANSWER,
        ANSWER_THEN_CLOSE,
        ANSWER_TWICE,
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

    /** Reported as usual where the message is received, else not at all. */
    Behaviour(Act act, Kind answer, String detail, boolean received) {
        this(act, answer, detail, received, received ? Course.USUAL : Course.NONE);
    }

    static Behaviour accepted(Act act, boolean received) {
        return new Behaviour(act, Kind.ACCEPTED, "", received);
    }

    static Behaviour received(Kind answer) {
        return new Behaviour(Act.ANSWER, answer, "", true);
    }

    /** Accepted, and reported as {@code course} says. */
    static Behaviour reported(Course course) {
        return new Behaviour(Act.ANSWER, Kind.ACCEPTED, "", course.arrives(), course);
    }

    static Behaviour refused(Kind answer, String detail) {
        return new Behaviour(Act.ANSWER, answer, detail, false);
    }
}
