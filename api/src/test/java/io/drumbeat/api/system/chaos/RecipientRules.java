package io.drumbeat.api.system.chaos;

import static io.drumbeat.api.system.chaos.Violation.AT_THE_END;
import static io.drumbeat.api.system.chaos.Violation.seconds;

import io.drumbeat.api.system.chaos.History.Answer;
import io.drumbeat.api.system.chaos.History.Call;
import io.drumbeat.api.system.chaos.History.Command;
import io.drumbeat.api.system.chaos.History.Ending;
import io.drumbeat.api.system.chaos.History.Fault;
import io.drumbeat.api.system.chaos.History.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What became of each recipient, by what their vendor saw. */
record RecipientRules(History history, List<Request> requests, Consumer<Violation> found) {

    private static final Set<String> ENDED = Set.of("sent", "failed", "unconfirmed", "skipped");

    /** A send has begun so long before its vendor has it, and is written down so long after its answer. */
    private static final long BEFORE = Duration.ofSeconds(2).toNanos();

    private static final long AFTER = Duration.ofSeconds(10).toNanos();

    void check() {
        Map<String, List<Request>> byPhone = requests.stream().collect(Collectors.groupingBy(Request::phone));
        Map<String, List<Ending>> endings = history.endings().stream().collect(Collectors.groupingBy(Ending::phone));
        Set<String> planned = history.plan().campaigns().stream()
                .flatMap(campaign -> campaign.phones().stream())
                .collect(Collectors.toSet());
        byPhone.forEach((phone, sends) -> {
            if (!planned.contains(phone)) {
                found.accept(new Violation(
                        Rule.NOBODY_ELSE, sends.get(0).begun(), sends.get(0).account() + " to " + phone));
            }
        });
        for (Plan.Campaign campaign : history.plan().campaigns()) {
            for (String phone : campaign.phones()) {
                List<Request> sends = byPhone.getOrDefault(phone, List.of());
                once(campaign, sends);
                List<Ending> ends = endings.getOrDefault(phone, List.of());
                if (ends.size() != 1 || !ENDED.contains(ends.get(0).status())) {
                    found.accept(new Violation(Rule.NOBODY_LOST, AT_THE_END, phone + " ends as " + ends));
                } else {
                    ending(ends.get(0), sends);
                }
            }
        }
        unconfirmed(byPhone);
    }

    private void once(Plan.Campaign campaign, List<Request> sends) {
        List<Request> maybe = sends.stream().dropWhile(Request::surelyNotSent).toList();
        for (int again = 1; again < maybe.size(); again++) {
            Request request = maybe.get(again);
            long asked = history.calls().stream()
                    .filter(call -> call.campaign().equals(campaign.id()))
                    .filter(call -> asksForMore(call, maybe.get(0), request))
                    .count();
            if (again > asked) {
                found.accept(new Violation(
                        Rule.SENT_ONCE,
                        request.begun(),
                        "%s was sent to by %s at %s (%s), and again by %s (%s)"
                                .formatted(
                                        request.phone(),
                                        maybe.get(again - 1).account(),
                                        seconds(maybe.get(again - 1).begun()),
                                        maybe.get(again - 1).answer(),
                                        request.account(),
                                        request.answer())));
            }
        }
    }

    private static boolean asksForMore(Call call, Request first, Request again) {
        return call.command() == Command.RETRY_UNCONFIRMED
                && call.mayHaveBeenDone()
                && call.settled() > first.begun()
                && call.begun() < again.begun();
    }

    private void ending(Ending ending, List<Request> sends) {
        boolean received = sends.stream().anyMatch(Request::received);
        boolean maybe = !sends.stream().allMatch(Request::surelyNotSent);
        boolean wrong = switch (ending.status()) {
            case "sent" -> !received;
            case "failed" -> received || sends.isEmpty();
            case "skipped" -> maybe;
            default -> false;
        };
        if (wrong) {
            found.accept(new Violation(
                    Rule.ENDING_TRUE,
                    AT_THE_END,
                    "%s ends as %s after %s".formatted(ending.phone(), ending.status(), sends)));
        }
    }

    private void unconfirmed(Map<String, List<Request>> byPhone) {
        int open = 0;
        for (Ending ending : history.endings()) {
            if (!ending.status().equals("unconfirmed")) {
                continue;
            }
            List<Request> sends = byPhone.getOrDefault(ending.phone(), List.of());
            if (sends.stream().anyMatch(send -> send.answer() == Answer.UNCERTAIN)) {
                continue;
            }
            open++;
            if (!sends.isEmpty() && !wasOnAtAFault(sends.get(sends.size() - 1))) {
                found.accept(new Violation(
                        Rule.UNCONFIRMED_IN_FLIGHT,
                        AT_THE_END,
                        "%s is unconfirmed, and no fault was near %s"
                                .formatted(ending.phone(), sends.get(sends.size() - 1))));
            }
        }
        long most = history.faults().stream().filter(Fault::interrupts).count()
                * history.plan().senders().stream()
                        .mapToInt(Plan.Sender::mostOn)
                        .sum();
        if (open > most) {
            found.accept(new Violation(
                    Rule.UNCONFIRMED_IN_FLIGHT,
                    AT_THE_END,
                    "%d are unconfirmed, and %d can have been on at the faults".formatted(open, most)));
        }
    }

    /** Of faults that interrupt nothing by themselves two do together: a stop while PostgreSQL is away. */
    private boolean wasOnAtAFault(Request request) {
        List<Fault> near = history.faults().stream()
                .filter(fault -> isNear(fault, request))
                .toList();
        return near.size() > 1 || near.stream().anyMatch(Fault::interrupts);
    }

    private static boolean isNear(Fault fault, Request request) {
        return fault.from() <= request.ended() + AFTER && fault.to() >= request.begun() - BEFORE;
    }
}
