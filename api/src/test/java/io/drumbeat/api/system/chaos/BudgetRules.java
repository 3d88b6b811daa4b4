package io.drumbeat.api.system.chaos;

import io.drumbeat.api.system.chaos.History.Request;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What may be sent in 24 hours. What surely was not sent does not count. */
record BudgetRules(Plan plan, List<Request> requests, Consumer<Violation> found) {

    private static final long DAY = Duration.ofHours(24).toNanos();

    void check() {
        for (Plan.Sender sender : plan.senders()) {
            sender.dailyCap().ifPresent(cap -> cap(sender.account(), cap));
        }
        plan.portfolios().forEach(this::portfolio);
    }

    private void cap(String account, int cap) {
        Deque<Request> day = new ArrayDeque<>();
        for (Request request : requests) {
            if (!request.account().equals(account) || request.surelyNotSent()) {
                continue;
            }
            day.addLast(request);
            while (day.getFirst().begun() <= request.begun() - DAY) {
                day.removeFirst();
            }
            if (day.size() > cap) {
                found.accept(new Violation(
                        Rule.DAILY_CAP_KEPT,
                        request.begun(),
                        "%d sends of %s in a day, not %d".formatted(day.size(), account, cap)));
            }
        }
    }

    private void portfolio(Plan.Portfolio portfolio) {
        Deque<Request> day = new ArrayDeque<>();
        Map<String, Integer> people = new HashMap<>();
        for (Request request : requests) {
            if (!portfolio.accounts().contains(request.account()) || request.surelyNotSent()) {
                continue;
            }
            day.addLast(request);
            people.merge(request.phone(), 1, Integer::sum);
            while (day.getFirst().begun() <= request.begun() - DAY) {
                people.computeIfPresent(day.removeFirst().phone(), (phone, sends) -> sends == 1 ? null : sends - 1);
            }
            if (people.size() > portfolio.uniqueRecipients24h()) {
                found.accept(new Violation(
                        Rule.PORTFOLIO_KEPT,
                        request.begun(),
                        "%d people of %s in a day, not %d"
                                .formatted(people.size(), portfolio.accounts(), portfolio.uniqueRecipients24h())));
            }
        }
    }
}
