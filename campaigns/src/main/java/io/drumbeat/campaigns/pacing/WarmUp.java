package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first days of a number, in which it may send less than later.
 *
 * @param days the most sends in its first, second, … 24 hours since its first send ever, each at least 1; empty: it needs none
 */
public record WarmUp(List<Integer> days) {

    /** A number that is known already. */
    public static final WarmUp NONE = new WarmUp(List.of());

    private static final Duration DAY = Duration.ofDays(1);

    public WarmUp {
        days = List.copyOf(days);
    }

    /**
     * The most sends in any 24 hours, as it is at {@code now}; null: there is no cap.
     *
     * @param usual what holds when it is over, and until then as well; null: no cap
     * @param firstSend null: there was none yet
     */
    public @Nullable Integer cap(@Nullable Integer usual, @Nullable Instant firstSend, Instant now) {
        long day = day(firstSend, now);
        if (day >= days.size()) {
            return usual;
        }
        int cap = days.get((int) day);
        return usual == null ? cap : Integer.min(cap, usual);
    }

    /** When the next of its days begins, and with it another cap; empty: it is over, or not begun. */
    public Optional<Instant> nextDay(@Nullable Instant firstSend, Instant now) {
        long day = day(firstSend, now);
        return firstSend == null || day >= days.size()
                ? Optional.empty()
                : Optional.of(firstSend.plus(DAY.multipliedBy(day + 1)));
    }

    private static long day(@Nullable Instant firstSend, Instant now) {
        return firstSend == null
                ? 0
                : Math.max(0, Duration.between(firstSend, now).toDays());
    }
}
