package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A long pause after so many sends.
 *
 * @param after how many sends, at least 1
 * @param length how long it is, more than zero
 */
public record Rest(int after, Duration length) {

    public Rest {
        if (after < 1 || length.isZero() || length.isNegative()) {
            throw new IllegalArgumentException("a rest is a time, after at least one send");
        }
    }

    /** How many more sends there may be before {@code rest}, of which {@code since} was the last; without one any number. */
    public static int left(@Nullable Rest rest, int since) {
        return rest == null ? Integer.MAX_VALUE : Math.max(1, rest.after() - since);
    }

    /** How long {@code pacing} rests once {@code since} sends have begun since its last rest; zero: not yet, or never. */
    public static Duration due(@Nullable Pacing pacing, int since) {
        Rest rest = pacing == null ? null : pacing.rest();
        return rest != null && since >= rest.after() ? rest.length() : Duration.ZERO;
    }

    /** What it adds to each send, on average; zero for none. */
    static Duration aSend(@Nullable Rest rest) {
        return rest == null ? Duration.ZERO : rest.length().dividedBy(rest.after());
    }
}
