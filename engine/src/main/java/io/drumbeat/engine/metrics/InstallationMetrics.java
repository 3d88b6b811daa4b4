package io.drumbeat.engine.metrics;

import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.campaign.LaneWait;
import io.drumbeat.campaigns.monitoring.Figure;
import io.drumbeat.campaigns.monitoring.Monitoring;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of the whole installation, the same in each of its processes: as they were a few seconds ago, and NaN while nobody
 * knows.
 */
public final class InstallationMetrics {

    /** What an operator's question is called, and what it is labelled by; null: by nothing. */
    private record Meaning(String metric, @Nullable String label, List<String> values, String description) {}

    private static final List<String> STATUSES =
            List.of("draft", "scheduled", "running", "paused", "completed", "cancelled", "failed");

    private static final String LANES = "lanes";

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("campaigns", new Meaning("drumbeat.campaigns", "status", STATUSES, "Campaigns")),
            Map.entry(
                    "paused",
                    new Meaning(
                            "drumbeat.campaigns.paused",
                            "by",
                            List.of("person", "breaker", "senders"),
                            "Paused campaigns, by who or what paused them")),
            Map.entry(
                    "recipients",
                    new Meaning(
                            "drumbeat.recipients",
                            "status",
                            List.of("pending", "sending", "sent", "failed", "unconfirmed", "skipped"),
                            "Recipients of campaigns that have started or are scheduled, and have not ended")),
            Map.entry(
                    "senders",
                    new Meaning(
                            "drumbeat.senders",
                            "state",
                            List.of("good", "trouble", "capped", "paused", "blocked"),
                            "Configured senders")),
            Map.entry(
                    "workers",
                    new Meaning(
                            "drumbeat.workers",
                            null,
                            List.of(""),
                            "Workers seen in the last 30 s, in all processes; without one nothing is sent")),
            Map.entry(
                    LANES,
                    new Meaning(
                            "drumbeat.lanes",
                            "waits",
                            lanes(),
                            "Lanes with something left to send, by what they wait for; none: they send")));

    /** Single ones, by name and part. */
    private static final Map<String, String> SINGLE = Map.of(
            "journal lines", "drumbeat.journal.lines|Sends that are on, or were when their process ended",
            "journal oldest", "drumbeat.journal.oldest.seconds|How long ago the oldest of them began",
            "receipts backlog",
                    "drumbeat.receipts.backlog|Stored receipts that are not applied yet, or match nothing so far",
            "receipts lag",
                    "drumbeat.receipts.lag.seconds|How long ago the oldest receipt came that nobody has looked at",
            "replies backlog", "drumbeat.replies.backlog|Replies whose message is not known yet",
            "optouts unmatched", "drumbeat.opt.outs.waiting|Opt-outs of people whose phone is not known yet",
            "notices waiting", "drumbeat.notices.waiting|Notices that are still to be posted");

    private final Monitoring monitoring;
    private final Map<String, Double> values = new ConcurrentHashMap<>();

    /** Registers them at {@code meters}; {@link #refresh} gives them their values. */
    public InstallationMetrics(Monitoring monitoring, MeterRegistry meters) {
        this.monitoring = monitoring;
        MEANINGS.forEach((name, meaning) -> meaning.values().forEach(of -> {
            Gauge.Builder<Map<String, Double>> gauge = Gauge.builder(
                            meaning.metric(), values, all -> all.getOrDefault(key(name, of), Double.NaN))
                    .description(meaning.description());
            (meaning.label() == null ? gauge : gauge.tag(meaning.label(), of)).register(meters);
        }));
        SINGLE.forEach((key, text) -> {
            String[] parts = text.split("\\|", 2);
            Gauge.builder(parts[0], values, all -> all.getOrDefault(key, Double.NaN))
                    .description(parts[1])
                    .register(meters);
        });
    }

    private static List<String> lanes() {
        List<String> whys =
                Arrays.stream(Why.values()).map(InstallationMetrics::text).collect(Collectors.toList());
        whys.add("none");
        return whys;
    }

    private static String text(Why why) {
        return why.name().toLowerCase(Locale.ROOT);
    }

    private static String key(String name, String of) {
        return of.isEmpty() ? name : name + " " + of;
    }

    /** Reads all but the lanes' anew. To be called every few seconds. */
    public void refresh() {
        try {
            Map<String, Double> fresh = new HashMap<>();
            MEANINGS.forEach((name, meaning) -> {
                if (!name.equals(LANES)) {
                    meaning.values().forEach(of -> fresh.put(key(name, of), 0.0));
                }
            });
            for (Figure figure : monitoring.figures()) {
                fresh.put(key(figure.name(), figure.of()), figure.value());
            }
            values.putAll(fresh);
        } catch (RuntimeException away) {
            values.keySet().removeIf(key -> !key.startsWith(LANES));
            throw away;
        }
    }

    /** What lanes wait for now; those that are done are not counted. */
    public void lanes(List<LaneWait> waits) {
        Map<String, Long> counted = waits.stream()
                .filter(wait -> !wait.done())
                .collect(Collectors.groupingBy(
                        wait -> wait.waitingFor() == null
                                ? "none"
                                : text(wait.waitingFor().why()),
                        Collectors.counting()));
        lanes().forEach(why -> values.put(key(LANES, why), (double) Objects.requireNonNullElse(counted.get(why), 0L)));
    }
}
