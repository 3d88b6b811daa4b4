package io.drumbeat.api.system.chaos;

import static io.drumbeat.api.system.chaos.Violation.seconds;

import io.drumbeat.api.system.chaos.History.Call;
import io.drumbeat.api.system.chaos.History.Command;
import io.drumbeat.api.system.chaos.History.Request;
import java.util.List;
import java.util.function.Consumer;

/** What has been stopped stays so until somebody lets it go on; quiet hours stop it, too. */
record StopRules(History history, List<Request> requests, Consumer<Violation> found) {

    void check() {
        for (Plan.Campaign campaign : history.plan().campaigns()) {
            List<Request> ofIt = requests.stream()
                    .filter(request -> campaign.phones().contains(request.phone()))
                    .toList();
            List<Call> calls = history.calls().stream()
                    .filter(call -> call.campaign().equals(campaign.id()))
                    .toList();
            calls.stream().filter(StopRules::stops).forEach(stop -> holds(stop, calls, ofIt));
            quiet("campaign " + campaign.id(), campaign.quiet(), ofIt);
        }
        for (Plan.Sender sender : history.plan().senders()) {
            quiet(
                    "sender " + sender.account(),
                    sender.quiet(),
                    requests.stream()
                            .filter(request -> request.account().equals(sender.account()))
                            .toList());
        }
    }

    private static boolean stops(Call call) {
        return call.succeeded() && (call.command() == Command.PAUSE || call.command() == Command.CANCEL);
    }

    /** Where the order of a stop and a resume is not known from outside, the resume may have been the later one. */
    private void holds(Call stop, List<Call> calls, List<Request> requests) {
        long until = calls.stream()
                .filter(call -> call.command() == Command.RESUME && call.mayHaveBeenDone())
                .filter(call -> call.settled() > stop.begun())
                .mapToLong(Call::begun)
                .min()
                .orElse(Long.MAX_VALUE);
        requests.stream()
                .filter(request -> request.begun() > stop.ended() && request.begun() < until)
                .forEach(request -> found.accept(new Violation(
                        Rule.PAUSE_HOLDS,
                        request.begun(),
                        "%s to %s began %s after %s of %s had answered at %s"
                                .formatted(
                                        request.account(),
                                        request.phone(),
                                        seconds(request.begun() - stop.ended()),
                                        stop.command(),
                                        stop.campaign(),
                                        seconds(stop.ended())))));
    }

    private void quiet(String whose, List<Plan.Span> quiet, List<Request> requests) {
        for (Plan.Span hours : quiet) {
            requests.stream()
                    .filter(request -> hours.holds(request.begun()))
                    .forEach(request -> found.accept(new Violation(
                            Rule.QUIET_KEPT,
                            request.begun(),
                            "%s to %s began in the quiet hours of %s, %s to %s"
                                    .formatted(
                                            request.account(),
                                            request.phone(),
                                            whose,
                                            seconds(hours.from()),
                                            seconds(hours.to())))));
        }
    }
}
