package io.drumbeat.api.chaos;

import io.drumbeat.api.chaos.History.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds what is wrong with a history, without knowing anything of how Drumbeat works. */
final class HistoryChecker {

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
        found.sort(Comparator.comparingLong(Violation::at));
        return found;
    }
}
