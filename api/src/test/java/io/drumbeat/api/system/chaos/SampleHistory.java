package io.drumbeat.api.system.chaos;

import io.drumbeat.api.system.chaos.History.Answer;
import io.drumbeat.api.system.chaos.History.Call;
import io.drumbeat.api.system.chaos.History.Command;
import io.drumbeat.api.system.chaos.History.Ending;
import io.drumbeat.api.system.chaos.History.Fault;
import io.drumbeat.api.system.chaos.History.Poll;
import io.drumbeat.api.system.chaos.History.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A history in which all is well, to be tampered with. {@link #CALM} goes to {@code c0} to {@code c19}, one a second for 100
 * ms, and is paused between the tenth and the eleventh, from 9.7 to 19.9 s. {@link #BULK} goes to {@code b0} to {@code b39},
 * five a second; {@code b3} is refused, and {@code b7} is on, and never answered, when all is killed.
 */
final class SampleHistory {

    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;
    static final String CALM = "calm";
    static final String BULK = "bulk";

    final List<Request> requests = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    final List<Poll> polls = new ArrayList<>();
    final List<Fault> faults = new ArrayList<>();
    final Map<String, String> endings = new TreeMap<>();

    SampleHistory() {
        for (int i = 0; i < 20; i++) {
            long begun = (i < 10 ? i : i + 10) * SECOND;
            requests.add(new Request("slow", "c" + i, begun, begun + 100 * MILLI, Answer.ACCEPTED, true));
            endings.put("c" + i, "sent");
        }
        for (int i = 0; i < 40; i++) {
            long begun = 200 * MILLI * i + 50 * MILLI;
            requests.add(new Request("fast", "b" + i, begun, begun + 250 * MILLI, Answer.ACCEPTED, true));
            endings.put("b" + i, "sent");
        }
        replace(answered(request("b3"), Answer.REFUSED, false));
        endings.put("b3", "failed");
        replace(answered(request("b7"), Answer.UNCERTAIN, true));
        endings.put("b7", "unconfirmed");
        long killed = request("b7").begun();
        faults.add(new Fault("kill -9", killed, killed, true, false));
        calls.add(new Call(CALM, Command.PAUSE, 9_500 * MILLI, 9_700 * MILLI, 200));
        calls.add(new Call(CALM, Command.RESUME, 19_900 * MILLI, 20_100 * MILLI, 200));
        polls.add(new Poll(BULK, SECOND, 40, Map.of("pending", 36, "sending", 1, "sent", 2, "failed", 1)));
        polls.add(new Poll(BULK, 40 * SECOND, 40, Map.of("pending", 0, "sent", 38, "failed", 1, "unconfirmed", 1)));
        polls.add(new Poll(CALM, 40 * SECOND, 20, Map.of("sent", 20)));
    }

    /** The first one to {@code phone}. */
    Request request(String phone) {
        return requests.stream()
                .filter(request -> request.phone().equals(phone))
                .findFirst()
                .orElseThrow();
    }

    /** Puts {@code instead} in the place of the first one to the same phone. */
    void replace(Request instead) {
        requests.set(requests.indexOf(request(instead.phone())), instead);
    }

    /** The same send, so much later. */
    static Request later(Request request, long nanos) {
        return new Request(
                request.account(),
                request.phone(),
                request.begun() + nanos,
                request.ended() + nanos,
                request.answer(),
                request.received());
    }

    static Request answered(Request request, Answer answer, boolean received) {
        return new Request(request.account(), request.phone(), request.begun(), request.ended(), answer, received);
    }

    History history() {
        List<Ending> each = endings.entrySet().stream()
                .map(one -> new Ending(one.getKey().startsWith("c") ? CALM : BULK, one.getKey(), one.getValue()))
                .toList();
        return new History(PLAN, requests, calls, polls, faults, each);
    }

    private static final Plan PLAN = new Plan(
            List.of(
                    new Plan.Campaign(
                            CALM, phones("c", 20), 900 * MILLI, List.of(new Plan.Span(60 * SECOND, 90 * SECOND))),
                    new Plan.Campaign(BULK, phones("b", 40), 0, List.of())),
            List.of(
                    new Plan.Sender(
                            "slow",
                            List.of(new Plan.Delay(Plan.Span.ALWAYS, 500 * MILLI)),
                            OptionalInt.of(20),
                            List.of(new Plan.Span(50 * SECOND, 55 * SECOND))),
                    new Plan.Sender(
                            "fast", List.of(new Plan.Rate(Plan.Span.ALWAYS, 5, 2)), OptionalInt.empty(), List.of())),
            List.of(new Plan.Portfolio(Set.of("fast"), 39)));

    private static Set<String> phones(String letter, int count) {
        return IntStream.range(0, count).mapToObj(i -> letter + i).collect(Collectors.toSet());
    }
}
