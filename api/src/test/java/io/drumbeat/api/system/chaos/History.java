package io.drumbeat.api.system.chaos;

import java.util.List;
import java.util.Map;

/**
 * What happened to an installation, as its vendors and its users saw it. Times are nanoseconds by {@link System#nanoTime}
 * since the history's begin.
 *
 * @param requests what the vendors saw, in any order
 * @param calls what people asked for, in any order
 * @param polls what the API said of its campaigns meanwhile; the last one of each campaign is of its end
 * @param faults what was done to the installation
 * @param endings how each recipient stands at the end
 */
record History(
        Plan plan,
        List<Request> requests,
        List<Call> calls,
        List<Poll> polls,
        List<Fault> faults,
        List<Ending> endings) {

    /** What a vendor said to a request. */
    enum Answer {
        /** It took the message. */
        ACCEPTED,
        /** It surely did not. */
        REFUSED,
        /** Nothing of which its client could know. */
        UNCERTAIN
    }

    /**
     * One request to send.
     *
     * @param begun when its vendor had it
     * @param ended right before it was answered; {@code begun} where it was not
     * @param received whether the message reached the phone, whatever was answered
     */
    record Request(String account, String phone, long begun, long ended, Answer answer, boolean received) {
        boolean surelyNotSent() {
            return answer == Answer.REFUSED;
        }
    }

    enum Command {
        PAUSE,
        RESUME,
        CANCEL,
        RETRY,
        /** A retry with {@code acceptDuplicates}. */
        RETRY_UNCONFIRMED
    }

    /** @param status of the answer; {@link #UNKNOWN} where none came until {@code ended}, or one that leaves open what was done */
    record Call(String campaign, Command command, long begun, long ended, int status) {
        static final int UNKNOWN = 0;

        /** For so long, an API that was frozen may still carry out what its caller has given up. */
        private static final long LINGERS = 90_000_000_000L;

        boolean succeeded() {
            return status == 200;
        }

        boolean mayHaveBeenDone() {
            return succeeded() || status == UNKNOWN;
        }

        /** When it has taken effect at the latest, if it has. */
        long settled() {
            return status == UNKNOWN ? ended + LINGERS : ended;
        }
    }

    /** @param counts recipients by status */
    record Poll(String campaign, long at, int total, Map<String, Integer> counts) {}

    /**
     * @param interrupts whether by itself it can leave a send's answer unknown for good, as a killed process does
     * @param shiftsTime whether the clock by which senders wait was wrong meanwhile: its jump there or back may cut a pause short
     */
    record Fault(String what, long from, long to, boolean interrupts, boolean shiftsTime) {}

    /** @param status as the API calls it */
    record Ending(String campaign, String phone, String status) {}
}
