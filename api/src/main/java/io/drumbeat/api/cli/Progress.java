package io.drumbeat.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How far a campaign is, as the API shows it, in words for people. */
final class Progress {

    private static final int BAR = 24;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    private final String status;
    private final JsonNode counts;

    Progress(JsonNode campaign) {
        this.status = campaign.path("status").asText();
        this.counts = campaign.path("progress");
    }

    String status() {
        return status;
    }

    boolean ended() {
        return status.equals("completed") || status.equals("cancelled") || status.equals("failed");
    }

    private long count(String name) {
        return counts.path(name).asLong();
    }

    private long settled() {
        return count("total") - count("pending") - count("sending");
    }

    /** Drawn over the one before, on a terminal of 80 columns; {@code now} and {@code zone} say how its end is written. */
    String bar(Instant now, ZoneId zone) {
        int full = (int) (BAR * counts.path("percent").asDouble() / 100);
        return "[" + "=".repeat(full) + " ".repeat(BAR - full) + "] " + figures(now, zone);
    }

    /** In one line: how far, how fast, until when. */
    String figures(Instant now, ZoneId zone) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%.1f %%  %d of %d", counts.path("percent").asDouble(), settled(), count("total")));
        if (status.equals("running")) {
            text.append(String.format(
                    Locale.ROOT, "  %.1f/min", counts.path("ratePerMinute").asDouble()));
            if (counts.hasNonNull("estimatedFinishAt")) {
                text.append("  until ")
                        .append(until(counts.path("estimatedFinishAt").asText(), now, zone));
            }
        } else {
            text.append("  ").append(status);
        }
        return text.toString();
    }

    private static String until(String time, Instant now, ZoneId zone) {
        var end = Instant.parse(time).atZone(zone);
        return (end.toLocalDate().equals(now.atZone(zone).toLocalDate()) ? TIME : DAY).format(end);
    }

    /** In one line: what became of the recipients. */
    String outcomes() {
        return "%d sent (%d delivered, %d read), %d failed, %d unconfirmed, %d skipped, of %d"
                .formatted(
                        count("sent"),
                        count("delivered"),
                        count("read"),
                        count("failed"),
                        count("unconfirmed"),
                        count("skipped"),
                        count("total"));
    }

    /** The same as a table. */
    String table() {
        StringBuilder table = new StringBuilder();
        for (String name :
                new String[] {"sent", "  delivered", "  read", "failed", "unconfirmed", "skipped", "total"}) {
            table.append(String.format(Locale.ROOT, "%-12s %,10d%n", name, count(name.strip())));
        }
        return table.toString();
    }
}
