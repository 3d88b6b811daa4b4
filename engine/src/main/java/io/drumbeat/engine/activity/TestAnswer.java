package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of a test message. */
public sealed interface TestAnswer {

    /** It went out by {@code sender}, with that outcome. */
    record Done(SenderId sender, Outcome outcome) implements TestAnswer {}

    /**
     * Nothing was sent.
     *
     * @param reason why, a sentence for each sender
     * @param delay when it may go; null: nobody knows
     */
    record NotNow(String reason, @Nullable Duration delay) implements TestAnswer {}

    /** Nothing was sent: the phone is on the suppression list, for {@code reason}. */
    record Suppressed(String reason) implements TestAnswer {}

    /** Nothing was sent: the campaign has ended. */
    record Ended(CampaignStatus status) implements TestAnswer {}
}
