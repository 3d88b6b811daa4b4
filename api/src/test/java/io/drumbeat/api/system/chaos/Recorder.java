package io.drumbeat.api.system.chaos;

import io.drumbeat.api.system.chaos.History.Answer;
import io.drumbeat.api.system.chaos.History.Call;
import io.drumbeat.api.system.chaos.History.Ending;
import io.drumbeat.api.system.chaos.History.Fault;
import io.drumbeat.api.system.chaos.History.Poll;
import io.drumbeat.api.system.chaos.History.Request;
import io.drumbeat.engine.simulator.Simulator;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes a history down while it happens. Safe to use from many threads. */
final class Recorder {

    /** What leaves its client in doubt, by the simulator's words. */
    private static final Set<String> NO_ANSWER =
            Set.of("hang", "reset", "answer_half", "trickle", "garbage", "empty", "huge");

    private static final Set<String> TAKEN = Set.of("accepted", "held", "answer_then_close", "answer_twice");

    final Clock clock = new Clock();
    private final PrintStream out;
    private final List<Call> calls = new ArrayList<>();
    private final List<Poll> polls = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    public Recorder(PrintStream out) {
        this.out = out;
    }

    /** A line about what happens, with its time. */
    synchronized void say(String what) {
        out.println(Violation.seconds(clock.now()) + " " + what);
    }

    synchronized void add(Call call) {
        calls.add(call);
        say("%s %s: %s"
                .formatted(
                        call.command(),
                        call.campaign(),
                        call.status() == Call.UNKNOWN ? "nobody knows" : call.status()));
    }

    synchronized void add(Poll poll) {
        polls.add(poll);
    }

    synchronized void add(Fault fault) {
        faults.add(fault);
    }

    synchronized int faults() {
        return faults.size();
    }

    synchronized History history(Plan plan, List<Simulator.Send> sends, List<Ending> endings) {
        List<Request> requests = sends.stream().map(this::request).toList();
        return new History(plan, requests, List.copyOf(calls), List.copyOf(polls), List.copyOf(faults), endings);
    }

    private Request request(Simulator.Send send) {
        long begun = clock.of(send.arrivedNanos());
        long ended = send.repliedNanos() == -1 ? begun : clock.of(send.repliedNanos());
        return new Request(send.account(), send.phone(), begun, ended, answer(send.answer()), send.received());
    }

    private static Answer answer(String word) {
        if (TAKEN.contains(word)) {
            return Answer.ACCEPTED;
        }
        return NO_ANSWER.contains(word) || word.matches("[35]\\d\\d") ? Answer.UNCERTAIN : Answer.REFUSED;
    }
}
