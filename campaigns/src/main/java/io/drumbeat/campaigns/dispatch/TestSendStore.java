package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.outcome.Outcome;
import java.time.Duration;

/**
 * Messages that somebody sends to try a campaign out: each goes once at most, in a slot of its sender's account, and outside the
 * campaign's counts (docs/protocol.md#test-send-once).
 */
public interface TestSendStore {

    /** Whether {@code test} could begin now. Takes nothing. */
    TestTurn ask(TestSend test, Means means);

    /**
     * The same, and nobody else takes the account's next slot, until some seconds after its time: begin then, with a connection
     * that is open. To be repeated, and {@link #giveUp given up} where nothing comes of it.
     */
    TestTurn keep(TestSend test, Means means);

    /**
     * Takes the slot, its part of the cap and of the portfolio's places, and writes a line into the campaign's log, all or
     * nothing. Not to be repeated where its answer was lost: nobody has sent it then.
     */
    TestTurn begin(TestSend test, Means means);

    /** Lets go of a slot that is kept for {@code test}, which was not sent. Safe to call twice. */
    void giveUp(TestSend test);

    /**
     * Writes what became of a test, into its line of the log and into its account. Accepted however late; repeated, it changes
     * nothing.
     *
     * @param test what {@link #begin} gave
     * @param sinceEnd how long ago it ended: the pause runs from there
     * @return whether lanes must hear of it: the sender is blocked, or has a part of its cap again
     */
    boolean finish(Dispatch test, Outcome outcome, Duration sinceEnd);
}
