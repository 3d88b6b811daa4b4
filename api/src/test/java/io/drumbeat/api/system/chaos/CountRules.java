package io.drumbeat.api.system.chaos;

import static io.drumbeat.api.system.chaos.Violation.AT_THE_END;

import io.drumbeat.api.system.chaos.History.Ending;
import io.drumbeat.api.system.chaos.History.Poll;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the API counts. */
record CountRules(History history, Consumer<Violation> found) {

    void check() {
        for (Plan.Campaign campaign : history.plan().campaigns()) {
            history.polls().stream()
                    .filter(poll -> poll.campaign().equals(campaign.id()))
                    .peek(poll -> addsUp(poll, campaign.phones().size()))
                    .max(Comparator.comparingLong(Poll::at))
                    .ifPresentOrElse(
                            this::isTrue,
                            () -> found.accept(
                                    new Violation(Rule.COUNTS_TRUE, AT_THE_END, "nobody looked at " + campaign.id())));
        }
    }

    private void addsUp(Poll poll, int recipients) {
        int sum = poll.counts().values().stream().mapToInt(Integer::intValue).sum();
        boolean negative = poll.counts().values().stream().anyMatch(count -> count < 0);
        if (negative || sum != poll.total() || poll.total() != recipients) {
            found.accept(new Violation(
                    Rule.COUNTS_ADD_UP,
                    poll.at(),
                    "%s says %s of %d and has %d recipients"
                            .formatted(poll.campaign(), new TreeMap<>(poll.counts()), poll.total(), recipients)));
        }
    }

    private void isTrue(Poll last) {
        Map<String, Integer> real = history.endings().stream()
                .filter(ending -> ending.campaign().equals(last.campaign()))
                .collect(Collectors.toMap(Ending::status, ending -> 1, Integer::sum, TreeMap::new));
        Map<String, Integer> counted = new TreeMap<>(last.counts());
        counted.values().removeIf(count -> count == 0);
        if (!counted.equals(real)) {
            found.accept(new Violation(
                    Rule.COUNTS_TRUE,
                    AT_THE_END,
                    "%s says %s, its recipients are %s".formatted(last.campaign(), counted, real)));
        }
    }
}
