package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.spec.CampaignSpec.AutoPause;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last outcomes of a campaign, and whether they are reason to pause it: too many failed or unconfirmed, or the first
 * ten refused alike.
 *
 * @param outcomes one letter each, the oldest first: {@code s} sent, {@code f} failed, {@code u} unconfirmed
 * @param alikeCode the code that every outcome since the start was refused with; null: none yet, or they differ
 * @param alikeMessage the vendor's words with the last of them; null: none yet, or they differ
 * @param alikeCount how many were; -1 once one differed
 */
record FailureWindow(
        String outcomes,
        @Nullable String alikeCode,
        @Nullable String alikeMessage,
        int alikeCount) {

    private static final int REFUSED_ALIKE = 10;
    private static final int DIFFER = -1;

    /** With one recipient more. */
    FailureWindow with(Verdict verdict) {
        return switch (verdict.status()) {
            case SENT -> differing('s');
            case UNCONFIRMED -> differing('u');
            default -> failed(String.valueOf(verdict.code()), verdict.message());
        };
    }

    private FailureWindow differing(char letter) {
        return new FailureWindow(outcomes + letter, null, null, DIFFER);
    }

    private FailureWindow failed(String code, @Nullable String message) {
        boolean alike = alikeCount >= 0 && (alikeCode == null || alikeCode.equals(code));
        return new FailureWindow(
                outcomes + 'f', alike ? code : null, alike ? message : null, alike ? alikeCount + 1 : DIFFER);
    }

    /** As many of the outcomes as the next look needs. */
    String keptFor(@Nullable AutoPause autoPause) {
        int kept = autoPause == null ? 0 : autoPause.window();
        return outcomes.substring(Math.max(0, outcomes.length() - kept));
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
        if (autoPause == null || outcomes.length() < autoPause.window()) {
            return Optional.empty();
        }
        long bad = outcomes.substring(outcomes.length() - autoPause.window())
                .chars()
                .filter(letter -> letter != 's')
                .count();
        if (bad < autoPause.failureRate() * autoPause.window()) {
            return Optional.empty();
        }
        String text = "%d of the last %d recipients failed or are unconfirmed".formatted(bad, autoPause.window());
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
