package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.CampaignSpec.AutoPause;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last outcomes of a campaign, and whether they are reason to pause it: too many failed or unconfirmed, or the first
 * ten refused alike.
 *
 * @param outcomes one letter each, the oldest first: {@code s} sent, {@code f} failed, {@code u} unconfirmed
 * @param alikeCode the code that every outcome since the start was refused with; null: none yet, or they differ
 * @param alikeCount how many were; -1 once one differed
 */
record FailureWindow(String outcomes, @Nullable String alikeCode, int alikeCount) {

    private static final int REFUSED_ALIKE = 10;
    private static final int DIFFER = -1;

    FailureWindow sent() {
        return new FailureWindow(appended('s'), null, DIFFER);
    }

    FailureWindow unconfirmed() {
        return new FailureWindow(appended('u'), null, DIFFER);
    }

    FailureWindow failed(String code) {
        boolean alike = alikeCount >= 0 && (alikeCode == null || alikeCode.equals(code));
        return new FailureWindow(appended('f'), alike ? code : null, alike ? alikeCount + 1 : DIFFER);
    }

    private String appended(char letter) {
        return outcomes + letter;
    }

    /** As many of the outcomes as the next look needs. */
    String keptFor(@Nullable AutoPause autoPause) {
        int kept = autoPause == null ? 0 : autoPause.window();
        return outcomes.substring(Math.max(0, outcomes.length() - kept));
    }

    /** Why the campaign must pause, empty while there is no reason. {@code autoPause} null: failures alone are none. */
    Optional<String> trips(@Nullable AutoPause autoPause) {
        if (alikeCount >= REFUSED_ALIKE) {
            return Optional.of(
                    "The first %d recipients were all refused with code %s.".formatted(alikeCount, alikeCode));
        }
        if (autoPause == null || outcomes.length() < autoPause.window()) {
            return Optional.empty();
        }
        long bad = outcomes.substring(outcomes.length() - autoPause.window())
                .chars()
                .filter(letter -> letter != 's')
                .count();
        return bad >= autoPause.failureRate() * autoPause.window()
                ? Optional.of(
                        "%d of the last %d recipients failed or are unconfirmed.".formatted(bad, autoPause.window()))
                : Optional.empty();
    }
}
