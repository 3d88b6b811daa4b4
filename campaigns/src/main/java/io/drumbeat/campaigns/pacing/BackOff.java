package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long an account waits while its vendor is in trouble: 30 s, doubling, to 5 min, each wait up to a tenth longer so
 * that accounts do not probe in step.
 */
public final class BackOff {

    private static final Doubling WAITS = new Doubling(Duration.ofSeconds(30), Duration.ofMinutes(5));
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final RandomGenerator random;

    public BackOff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The wait after {@code failures} in a row, which counts from 1.
     *
     * @param retryAfter the vendor's own word: the wait is that long, but at least a second; null without one
     */
    public Duration after(int failures, @Nullable Duration retryAfter) {
        Duration wait = WAITS.after(failures);
        if (retryAfter != null) {
            wait = retryAfter.compareTo(SHORTEST) < 0 ? SHORTEST : retryAfter;
        }
        return wait.plusMillis((long) (wait.toMillis() * 0.1 * random.nextDouble()));
    }
}
