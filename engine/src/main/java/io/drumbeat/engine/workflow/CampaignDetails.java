package io.drumbeat.engine.workflow;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A campaign's state in Markdown, for the Temporal UI. */
final class CampaignDetails {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private CampaignDetails() {}

    static String of(CampaignState state) {
        StringBuilder text = new StringBuilder();
        text.append("**").append(escaped(state.name())).append("**: ");
        text.append(state.status().text());
        if (state.reason() != null) {
            text.append(" (").append(escaped(state.reason())).append(')');
        }
        CampaignState.Counts counts = state.counts();
        text.append("\n\n| total | pending | sending | sent | failed | unconfirmed | skipped |\n");
        text.append("|---|---|---|---|---|---|---|\n| ");
        text.append(counts.total()).append(" | ").append(counts.pending()).append(" | ");
        text.append(counts.sending()).append(" | ").append(counts.sent()).append(" | ");
        text.append(counts.failed()).append(" | ").append(counts.unconfirmed()).append(" | ");
        text.append(counts.skipped()).append(" |\n");
        if (state.estimatedFinishAt() != null) {
            text.append("\nEstimated end: ")
                    .append(TIME.format(state.estimatedFinishAt()))
                    .append('\n');
        }
        for (CampaignState.Waiting lane : state.waiting()) {
            text.append("\n- **").append(escaped(lane.sender())).append("** ").append(escaped(words(lane.why())));
            if (lane.reason() != null) {
                text.append(" (").append(escaped(lane.reason())).append(')');
            }
            if (lane.until() != null) {
                text.append(", until ").append(TIME.format(lane.until()));
            }
        }
        return text.toString();
    }

    /** Of a reason that a later version has: the reason. */
    private static String words(String why) {
        return switch (why) {
            case "blocked" -> "is blocked, and waits for somebody to resume it";
            case "paused" -> "is paused";
            case "cap" -> "has sent what its daily cap allows";
            case "quiet" -> "is in quiet hours";
            case "vendor" -> "waits for its vendor";
            case "publishing" -> "waits for its media";
            case "rows" -> "waits for recipients";
            case "turn" -> "waits for another campaign's turn";
            case "worker" -> "waits for a worker: none is running";
            default -> "waits: " + why;
        };
    }

    /** Names and reasons come from people and vendors: they must not be read as Markdown or HTML. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < ' ') {
                escaped.append(' ');
                return;
            }
            if ("\\`*_{}[]()<>#+-!|~&".indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.appendCodePoint(c);
        });
        return escaped.toString();
    }
}
