package io.drumbeat.api.system.chaos;

import java.util.Locale;

/**
 * A rule that did not hold.
 *
 * @param at when, in nanoseconds since the history's begin; {@link #AT_THE_END} of what shows only there
 */
record Violation(Rule rule, long at, String evidence) {

    static final long AT_THE_END = Long.MAX_VALUE;

    @Override
    public String toString() {
        return "%s at %s: %s".formatted(rule, at == AT_THE_END ? "the end" : seconds(at), evidence);
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}
