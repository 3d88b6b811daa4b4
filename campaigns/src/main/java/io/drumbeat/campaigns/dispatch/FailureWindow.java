package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.outcome.Verdict;
import io.drumbeat.campaigns.spec.CampaignSpec.AutoPause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last outcomes of a campaign, and whether they are reason to pause it: too many failed or unconfirmed, or the first
 * ten refused alike. A sent one changes nothing but how many there were, so that it need not be looked at, unless there
 * are {@link #enough} bad ones.
 *
 * @param seen how many there were since the campaign was started or resumed
 * @param bad the places of the failed and unconfirmed ones among them, ascending; those that matter yet
 * @param alikeCode the code that every outcome so far was refused with; null: none yet, or they differ
 * @param alikeMessage the vendor's words with the last of them; null: none yet, or they differ
 * @param alikeCount how many were; zero once one differed
 * @param enough whether the campaign must pause as soon as there were as many outcomes as its window is long
 */
record FailureWindow(
        long seen,
        List<Long> bad,
        @Nullable String alikeCode,
        @Nullable String alikeMessage,
        int alikeCount,
        boolean enough) {

    static final FailureWindow EMPTY = new FailureWindow(0, List.of(), null, null, 0, false);

    private static final int REFUSED_ALIKE = 10;

    /** With one outcome more. */
    FailureWindow with(Verdict verdict) {
        return switch (verdict.status()) {
            case SENT -> new FailureWindow(seen + 1, bad, alikeCode, alikeMessage, alikeCount, enough);
            case UNCONFIRMED -> withBad(null, null, 0);
            default -> failed(String.valueOf(verdict.code()), verdict.message());
        };
    }

    private FailureWindow failed(String code, @Nullable String message) {
        boolean alike = alikeCount == seen && (alikeCode == null || alikeCode.equals(code));
        return alike ? withBad(code, message, alikeCount + 1) : withBad(null, null, 0);
    }

    private FailureWindow withBad(@Nullable String code, @Nullable String message, int alike) {
        List<Long> more = new ArrayList<>(bad);
        more.add(seen + 1);
        return new FailureWindow(seen + 1, List.copyOf(more), code, message, alike, enough);
    }

    /** As the next look needs it. */
    FailureWindow keptFor(@Nullable AutoPause autoPause) {
        List<Long> kept = autoPause == null ? List.of() : inLast(autoPause.window());
        boolean trips = autoPause != null && seen < autoPause.window() && kept.size() >= most(autoPause);
        return new FailureWindow(seen, kept, alikeCode, alikeMessage, alikeCount, trips);
    }

    private List<Long> inLast(int outcomes) {
        return bad.stream().filter(place -> place > seen - outcomes).toList();
    }

    private static double most(AutoPause autoPause) {
        return autoPause.failureRate() * autoPause.window();
    }

    /**
     * Why the campaign must pause, empty while there is no reason.
     *
     * @param autoPause null: failures alone are none
     * @param mostFrequent the most frequent reason of the last failures, in the vendor's words; empty: nobody knows
     */
    Optional<String> trips(@Nullable AutoPause autoPause, Supplier<Optional<String>> mostFrequent) {
        if (alikeCount >= REFUSED_ALIKE) {
            return Optional.of("The first %d recipients were all refused alike: %s"
                    .formatted(alikeCount, words(String.valueOf(alikeCode), alikeMessage)));
        }
        if (autoPause == null || seen < autoPause.window()) {
            return Optional.empty();
        }
        // One that was not looked at, since it was written together with the last bad one, may have filled the window.
        int some = enough ? bad.size() : inLast(autoPause.window()).size();
        if (some < most(autoPause)) {
            return Optional.empty();
        }
        String text = "%d of the last %d recipients failed or are unconfirmed".formatted(some, autoPause.window());
        return Optional.of(mostFrequent
                .get()
                .map(reason -> text + ", most often: " + reason)
                .orElse(text + "."));
    }

    /** A code and what the vendor said with it; null or empty: nothing. */
    static String words(String code, @Nullable String message) {
        return message == null || message.isEmpty() ? code : code + ": " + message;
    }
}
