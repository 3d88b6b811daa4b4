package io.drumbeat.api.system.chaos;

import static io.drumbeat.api.system.chaos.Violation.seconds;

import io.drumbeat.api.system.chaos.History.Request;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/** Gaps and rates, as the accounts' vendors saw them. */
record PaceRules(Plan plan, List<Request> requests, Consumer<Violation> found) {

    /** A pause is counted by PostgreSQL's clock, and measured by another. */
    private static final long GRANULARITY = 2_000_000;

    /** A request leaves up to a second after its slot, and takes half a second more on a busy machine. */
    private static final double LATE_SECONDS = 1.5;

    void check() {
        for (Plan.Sender sender : plan.senders()) {
            List<Request> ofIt = requests.stream()
                    .filter(request -> request.account().equals(sender.account()))
                    .toList();
            gaps(sender, ofIt);
            rate(sender, ofIt);
            inFlight(sender, ofIt);
            for (Plan.Campaign campaign : plan.campaigns()) {
                campaignGaps(
                        campaign,
                        ofIt.stream()
                                .filter(request -> campaign.phones().contains(request.phone()))
                                .toList());
            }
        }
    }

    private void gaps(Plan.Sender sender, List<Request> requests) {
        long ended = Long.MIN_VALUE;
        for (Request request : requests) {
            long before = ended;
            long least = sender.paces().stream()
                    .filter(pace -> pace.during().meets(before, request.begun()))
                    .mapToLong(pace -> pace instanceof Plan.Delay delay ? delay.minGapNanos() : Long.MIN_VALUE)
                    .min()
                    .orElse(Long.MIN_VALUE);
            gap(Rule.GAP_KEPT, request, before, least);
            ended = Math.max(ended, request.ended());
        }
    }

    private void campaignGaps(Plan.Campaign campaign, List<Request> requests) {
        long ended = Long.MIN_VALUE;
        for (Request request : requests) {
            if (campaign.minGapNanos() > 0) {
                gap(Rule.CAMPAIGN_GAP_KEPT, request, ended, campaign.minGapNanos());
            }
            ended = Math.max(ended, request.ended());
        }
    }

    /** @param least how long it must be; {@link Long#MIN_VALUE} where it need not be */
    private void gap(Rule rule, Request request, long ended, long least) {
        if (ended != Long.MIN_VALUE && least != Long.MIN_VALUE && request.begun() - ended < least - GRANULARITY) {
            found.accept(new Violation(
                    rule,
                    request.begun(),
                    "%s to %s began %s after the end of the one before, not %s"
                            .formatted(
                                    request.account(),
                                    request.phone(),
                                    seconds(request.begun() - ended),
                                    seconds(least))));
        }
    }

    /** A bucket that leaks at the rate, and holds what lateness can bring together. */
    private void rate(Plan.Sender sender, List<Request> requests) {
        double level = 0;
        long last = Long.MIN_VALUE;
        for (Request request : requests) {
            List<Plan.Rate> rates = rates(sender, request.begun());
            if (rates.isEmpty()) {
                level = 0;
                continue;
            }
            double perSecond =
                    rates.stream().mapToDouble(Plan.Rate::perSecond).max().orElseThrow();
            double leaked = last == Long.MIN_VALUE ? 0 : (request.begun() - last) / 1e9 * perSecond;
            last = request.begun();
            level = Math.max(0, level - leaked) + 1;
            if (level > 1 + perSecond * LATE_SECONDS) {
                found.accept(new Violation(
                        Rule.RATE_KEPT,
                        request.begun(),
                        "%s is %.1f sends ahead of its %s/s".formatted(request.account(), level, perSecond)));
            }
        }
    }

    private static List<Plan.Rate> rates(Plan.Sender sender, long at) {
        return sender.paces().stream()
                .filter(pace -> pace.during().holds(at))
                .filter(Plan.Rate.class::isInstance)
                .map(Plan.Rate.class::cast)
                .toList();
    }

    private void inFlight(Plan.Sender sender, List<Request> requests) {
        Queue<Long> ends = new PriorityQueue<>();
        for (Request request : requests) {
            while (!ends.isEmpty() && ends.peek() <= request.begun()) {
                ends.remove();
            }
            ends.add(request.ended());
            if (ends.size() > sender.mostOn()) {
                found.accept(new Violation(
                        Rule.IN_FLIGHT_KEPT,
                        request.begun(),
                        "%d sends of %s were on, not %d".formatted(ends.size(), sender.account(), sender.mostOn())));
            }
        }
    }
}
