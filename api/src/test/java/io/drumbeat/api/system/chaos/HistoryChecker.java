package io.drumbeat.api.system.chaos;

import io.drumbeat.api.system.chaos.History.Fault;
import io.drumbeat.api.system.chaos.History.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds what is wrong with a history, without knowing anything of how Drumbeat works. */
final class HistoryChecker {

    private static final long AFTER = Duration.ofSeconds(5).toNanos();

    private HistoryChecker() {}

    /** Every violation of every {@link Rule}, in the order of their times; empty where all is well. */
    static List<Violation> check(History history) {
        List<Request> requests = history.requests().stream()
                .sorted(Comparator.comparingLong(Request::begun))
                .toList();
        List<Violation> found = new ArrayList<>();
        new RecipientRules(history, requests, found::add).check();
        new StopRules(history, requests, found::add).check();
        new PaceRules(history.plan(), requests, found::add).check();
        new BudgetRules(history.plan(), requests, found::add).check();
        new CountRules(history, found::add).check();
        found.removeIf(violation -> violation.rule().isByClock && isWhileTimeIsWrong(violation, history));
        found.sort(Comparator.comparingLong(Violation::at));
        return found;
    }

    /** What began just before the clock was right again ends somewhat later. */
    private static boolean isWhileTimeIsWrong(Violation violation, History history) {
        return history.faults().stream()
                .filter(Fault::shiftsTime)
                .anyMatch(fault -> fault.from() <= violation.at() && violation.at() <= fault.to() + AFTER);
    }
}
