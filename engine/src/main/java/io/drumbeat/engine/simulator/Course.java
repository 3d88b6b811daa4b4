package io.drumbeat.engine.simulator;

import io.drumbeat.campaigns.receipt.Receipt.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is reported of one message.
 *
 * @param reports in the order in which they are made
 * @param reply what its recipient writes then; empty: nothing
 */
record Course(List<Report> reports, When when, String reply) {

    enum When {
        AT_ONCE,
        LATE,
        /** Before the send itself is answered. */
        EARLY
    }

    /**
     * One thing that is reported.
     *
     * @param code Cloud's code for why it failed; empty where it does not
     * @param genuine false: by somebody who does not know the secret
     */
    record Report(Stage stage, String code, boolean genuine) {}

    static final Course NONE = of();
    static final Course USUAL = of(Stage.SENT, Stage.DELIVERED, Stage.READ);

    /** One that would do harm if it were believed. */
    private static final Report FORGED = new Report(Stage.FAILED, "131050", false);

    Course {
        reports = List.copyOf(reports);
    }

    static Course of(Stage... stages) {
        return new Course(
                Arrays.stream(stages).map(stage -> new Report(stage, "", true)).toList(), When.AT_ONCE, "");
    }

    /** As far as {@code stages}, and then failed. */
    static Course failing(String code, Stage... stages) {
        return of(stages).and(Stream.of(new Report(Stage.FAILED, code, true)));
    }

    /** Somebody else says first that it failed. */
    Course afterAForgery() {
        return new Course(List.of(FORGED), when, reply).and(reports.stream());
    }

    Course at(When other) {
        return new Course(reports, other, reply);
    }

    /** And then the recipient writes {@code text}. */
    Course answered(String text) {
        return new Course(reports, when, text);
    }

    /** How many callbacks that are. */
    int callbacks() {
        return reports.size() + (reply.isEmpty() ? 0 : 1);
    }

    /** Whether the message reaches the phone. */
    boolean arrives() {
        return reports.stream().noneMatch(report -> report.genuine() && report.stage() == Stage.FAILED);
    }

    private Course and(Stream<Report> more) {
        return new Course(Stream.concat(reports.stream(), more).toList(), when, reply);
    }
}
