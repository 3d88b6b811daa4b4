package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a campaign goes on, by the arithmetic that sends: each sender's pace, what else its account sends, and its cap. It
 * costs the same for any number of recipients.
 */
public final class Forecast {

    private static final Duration HORIZON = Duration.ofDays(100 * 365);

    private final Instant now;
    private final List<Share> shares;

    /** @param shares of the senders that can send; what is blocked or paused is left out */
    public Forecast(Instant now, List<Share> shares) {
        this.now = now;
        this.shares = List.copyOf(shares);
    }

    /** How many sends will have begun by {@code until}, over all senders. */
    public double sends(Instant until) {
        return shares.stream().mapToDouble(share -> share.sends(until)).sum();
    }

    /** When {@code recipients} will have been sent to; empty: never, or not in a hundred years. */
    public Optional<Instant> end(long recipients) {
        if (recipients == 0) {
            return Optional.of(now);
        }
        if (sends(now.plus(HORIZON)) < recipients) {
            return Optional.empty();
        }
        long tooEarly = -1;
        long enough = HORIZON.toMillis();
        while (enough - tooEarly > 1) {
            long middle = (tooEarly + enough) >>> 1;
            if (sends(now.plusMillis(middle)) < recipients) {
                tooEarly = middle;
            } else {
                enough = middle;
            }
        }
        return Optional.of(now.plusMillis(enough));
    }
}
