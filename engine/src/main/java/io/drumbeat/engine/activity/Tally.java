package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.workflow.DispatchResult;
import io.drumbeat.engine.workflow.DispatchResult.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which lines of the file a stint was at, and what became of them: what Temporal shows of it. Safe to use from many threads. */
final class Tally {
    private final Map<Outcome.Kind, Lines> settled = new EnumMap<>(Outcome.Kind.class);
    private @Nullable Long at;
    private int count;
    private long lastLine;
    private String lastOutcome = "";

    /** A send to {@code line} begins. */
    synchronized void begins(long line) {
        at = line;
    }

    /** What became of the send to {@code line} is written. */
    synchronized void settled(long line, Outcome outcome) {
        settled.computeIfAbsent(outcome.kind(), any -> new Lines()).add(line);
        count++;
        lastLine = line;
        lastOutcome = outcome.text();
    }

    /** For the heartbeat: the line that it is at, and those before; null before the first. */
    synchronized @Nullable String progress() {
        if (at == null) {
            return null;
        }
        return "line " + at + (count == 0 ? "" : "; until now " + outcomes());
    }

    /** What a stint says whose time is over, with the next slot {@code delay} away. */
    synchronized DispatchResult result(Duration delay) {
        return with(DispatchResult.without(count == 0 ? Kind.NOT_YET : Kind.SETTLED, delay.toMillis(), null));
    }

    /** {@code answer}, with what was settled before it. */
    synchronized DispatchResult with(DispatchResult answer) {
        return count == 0
                ? answer
                : new DispatchResult(
                        answer.kind(),
                        answer.delayMillis(),
                        lastLine,
                        count == 1 ? lastOutcome : outcomes(),
                        answer.reason());
    }

    private String outcomes() {
        return settled.entrySet().stream()
                .map(outcome ->
                        outcome.getValue().count + " " + outcome.getKey().label() + " (" + outcome.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    /** Some lines, as ranges from their first to their last. */
    private static final class Lines {
        private static final int SHOWN = 10;

        private final TreeMap<Long, Long> ranges = new TreeMap<>();
        private int count;

        void add(long line) {
            count++;
            Map.Entry<Long, Long> below = ranges.floorEntry(line);
            if (below != null && below.getValue() >= line) {
                return; // a recipient that had another go
            }
            Long above = ranges.remove(line + 1);
            ranges.put(
                    below != null && below.getValue() == line - 1 ? below.getKey() : line,
                    above == null ? line : above);
        }

        @Override
        public String toString() {
            String shown = ranges.entrySet().stream()
                    .limit(SHOWN)
                    .map(range -> range.getKey().equals(range.getValue())
                            ? "" + range.getKey()
                            : range.getKey() + "-" + range.getValue())
                    .collect(Collectors.joining(", "));
            return (count == 1 ? "line " : "lines ") + shown + (ranges.size() > SHOWN ? ", …" : "");
        }
    }
}
