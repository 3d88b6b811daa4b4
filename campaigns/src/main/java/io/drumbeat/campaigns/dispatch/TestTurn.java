package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a test that asks to be sent is told. Durations count from the answer. */
public sealed interface TestTurn {

    /** Its sender may send it now: begin. */
    record Ready() implements TestTurn {}

    /** It has the slot: send it at once, then finish it. Only {@link TestSendStore#begin} says so. */
    record Begun(Dispatch dispatch) implements TestTurn {}

    /** The account's slot is not free yet: ask again after {@code delay}. */
    record NotYet(Duration delay) implements TestTurn {}

    /** The media must be published at this account first. */
    record Unpublished() implements TestTurn {}

    /**
     * Its sender must not send now.
     *
     * @param reason in plain words
     * @param delay until it may by itself; null: until somebody does something about it
     */
    record Refused(String reason, @Nullable Duration delay) implements TestTurn {}

    /** The phone is on the suppression list; {@code reason} says why, and who put it there. */
    record Suppressed(String reason) implements TestTurn {}

    /** The campaign has ended. */
    record Ended(CampaignStatus status) implements TestTurn {}
}
