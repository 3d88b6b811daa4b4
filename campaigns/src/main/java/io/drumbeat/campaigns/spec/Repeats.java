package io.drumbeat.campaigns.spec;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is sent to although they were before, and who is not.
 *
 * @param notWithin whom any campaign has sent to within this time is skipped; null: nobody is
 * @param resends whether an uncertain send is repeated, once: a double is preferred to a gap
 * @param retryReported null: what a receipt says failed stays so
 * @param allowRepeat whether the same message may go to the same people as within the last day
 */
public record Repeats(
        @Nullable Duration notWithin,
        boolean resends,
        @Nullable RetryReported retryReported,
        boolean allowRepeat) {

    /** Nobody is sent to twice, and nobody is asked whether they were sent to before. */
    public static final Repeats NONE = new Repeats(null, false, null, false);

    /**
     * What a receipt said failed, and is tried again.
     *
     * @param codes at least one
     * @param after how long after the receipt
     * @param times how often for one recipient, at least 1
     */
    public record RetryReported(List<String> codes, Duration after, int times) {
        public RetryReported {
            codes = List.copyOf(codes);
        }
    }
}
