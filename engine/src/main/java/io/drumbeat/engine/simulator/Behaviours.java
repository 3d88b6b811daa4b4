package io.drumbeat.engine.simulator;

import static java.util.Map.entry;

import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.engine.simulator.Behaviour.Act;
import io.drumbeat.engine.simulator.Behaviour.Kind;
import io.drumbeat.engine.simulator.Course.When;
import io.drumbeat.engine.simulator.protocol.Fault;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Which number behaves how, by its last five digits: {@code 99} and three more (docs/simulator.md, in words). */
final class Behaviours {

    private static final int RETRY_AFTER_SECONDS = 1;

    /** How a message travels, whatever the vendor. */
    private static final Map<Integer, Behaviour> TRANSPORT = Map.ofEntries(
            entry(1, Behaviour.refused(Kind.THROTTLED, "")),
            entry(2, Behaviour.refused(Kind.THROTTLED, "" + RETRY_AFTER_SECONDS)),
            entry(3, Behaviour.refused(Kind.THROTTLED, "date")),
            entry(10, Behaviour.accepted(Act.HANG, true)),
            entry(11, Behaviour.accepted(Act.HANG, false)),
            entry(12, Behaviour.accepted(Act.RESET, true)),
            entry(13, Behaviour.accepted(Act.RESET, false)),
            entry(14, Behaviour.accepted(Act.ANSWER_HALF, true)),
            entry(15, Behaviour.received(Kind.GARBAGE)),
            entry(16, Behaviour.received(Kind.HUGE)),
            entry(17, Behaviour.accepted(Act.TRICKLE, true)),
            entry(18, Behaviour.received(Kind.EMPTY)),
            entry(19, Behaviour.accepted(Act.ANSWER_THEN_CLOSE, true)),
            entry(20, Behaviour.received(Kind.HELD)),
            entry(21, Behaviour.refused(Kind.FAILURE_BEHIND_200, "131026")),
            entry(22, Behaviour.accepted(Act.ANSWER_TWICE, true)),
            entry(301, Behaviour.refused(Kind.STATUS, "301")),
            entry(302, Behaviour.refused(Kind.STATUS, "302")),
            entry(307, Behaviour.refused(Kind.STATUS, "307")),
            entry(308, Behaviour.refused(Kind.STATUS, "308")),
            // A gateway in front that gave up waiting: the message went out behind its back.
            entry(502, new Behaviour(Act.ANSWER, Kind.STATUS, "502", true)),
            entry(504, new Behaviour(Act.ANSWER, Kind.STATUS, "504", true)));

    /** What is reported of messages that are accepted. */
    private static final Map<Integer, Course> COURSES = Map.ofEntries(
            entry(700, Course.NONE),
            entry(701, Course.of(Stage.SENT)),
            entry(702, Course.of(Stage.READ)),
            entry(703, Course.of(Stage.READ, Stage.DELIVERED, Stage.SENT)),
            entry(704, Course.of(Stage.SENT, Stage.SENT, Stage.DELIVERED, Stage.DELIVERED, Stage.READ, Stage.READ)),
            entry(705, Course.USUAL.at(When.LATE)),
            entry(706, Course.USUAL.at(When.EARLY)),
            entry(707, Course.USUAL.afterAForgery()),
            entry(708, Course.USUAL), // what Meta leaves out of it: MetaWebhook
            entry(710, Course.failing("131026")),
            entry(711, Course.failing("131049")),
            entry(712, Course.failing("131050")),
            entry(713, Course.failing("131053")),
            entry(714, Course.failing("131026", Stage.SENT)),
            entry(715, Course.of(Stage.SENT, Stage.DELIVERED)),
            entry(720, Course.USUAL.answered("Thank you!")),
            entry(721, Course.USUAL.answered("STOP")));

    private final Map<Integer, Fault> faults;

    /** @param faults the vendors' codes, by the last three digits */
    Behaviours(Map<Integer, Fault> faults) {
        this.faults = faults;
    }

    /**
     * The behaviour of {@code number}.
     *
     * @param attempts counts a number's attempts, this one included; asked only where it matters
     */
    Behaviour of(String number, ToIntFunction<String> attempts) {
        int digits = number.length() - 5;
        if (digits < 0 || !number.startsWith("99", digits)) {
            return Behaviour.GOOD;
        }
        int last = Integer.parseInt(number.substring(digits + 2));
        if (TRANSPORT.containsKey(last)) {
            return TRANSPORT.get(last);
        }
        Course course = COURSES.get(last);
        if (course != null) {
            return Behaviour.reported(course);
        }
        if (last >= 800 && last < 840) {
            return attempts.applyAsInt(number) > last % 10 ? Behaviour.GOOD : passing(last / 10);
        }
        if (last >= 400 && last < 600) {
            return Behaviour.refused(Kind.STATUS, "" + last);
        }
        Fault fault = faults.get(last);
        return fault == null
                ? Behaviour.GOOD
                : new Behaviour(Act.ANSWER, Kind.VENDOR_CODE, fault.code(), fault.received());
    }

    private static Behaviour passing(int group) {
        return switch (group) {
            case 80 -> Behaviour.refused(Kind.THROTTLED, "" + RETRY_AFTER_SECONDS);
            case 81 -> Behaviour.refused(Kind.VENDOR_CODE, "131000");
            case 83 -> Behaviour.refused(Kind.THROTTLED, "");
            default -> Behaviour.refused(Kind.VENDOR_CODE, "131056");
        };
    }
}
