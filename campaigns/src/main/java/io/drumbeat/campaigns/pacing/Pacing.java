package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How fast one account may send. */
public sealed interface Pacing {

    /** What a sender has whose configuration says nothing: 3 to 5 s. */
    Pacing DEFAULT = new Delay(Duration.ofSeconds(3), Duration.ofSeconds(5));

    /** The long pause that comes after so many sends; null: none does. */
    @Nullable
    Rest rest();

    /** What {@code delay} or {@code rate} makes of it, whichever it is. */
    <T> T fold(Function<Delay, T> delay, Function<Rate, T> rate);

    /** A random pause between {@code min} and {@code max} from the end of one send to the start of the next. */
    record Delay(Duration min, Duration max, @Nullable Rest rest) implements Pacing {

        /** One without a rest. */
        public Delay(Duration min, Duration max) {
            this(min, max, null);
        }

        public Delay {
            if (min.isNegative() || min.compareTo(max) > 0) {
                throw new IllegalArgumentException("minDelay must be between zero and maxDelay");
            }
        }

        @Override
        public <T> T fold(Function<Delay, T> delay, Function<Rate, T> rate) {
            return delay.apply(this);
        }
    }

    /**
     * Evenly spread sends.
     *
     * @param perSecond sends a second, more than zero; infinity for as many as the vendor takes
     * @param maxInFlight sends begun and not finished, 1 to 256
     */
    record Rate(double perSecond, int maxInFlight, @Nullable Rest rest) implements Pacing {

        public static final int MAX_IN_FLIGHT = 256;

        /** One without a rest. */
        public Rate(double perSecond, int maxInFlight) {
            this(perSecond, maxInFlight, null);
        }

        public Rate {
            if (!(perSecond > 0)) {
                throw new IllegalArgumentException("ratePerSecond must be more than zero");
            }
            if (maxInFlight < 1 || maxInFlight > MAX_IN_FLIGHT) {
                throw new IllegalArgumentException("maxInFlight must be between 1 and " + MAX_IN_FLIGHT);
            }
        }

        /** The time from one slot to the next; zero without a limit. */
        public Duration interval() {
            return Duration.ofNanos((long) (1e9 / perSecond));
        }

        @Override
        public <T> T fold(Function<Delay, T> delay, Function<Rate, T> rate) {
            return rate.apply(this);
        }
    }
}
