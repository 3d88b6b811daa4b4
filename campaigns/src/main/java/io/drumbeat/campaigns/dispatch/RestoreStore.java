package io.drumbeat.campaigns.dispatch;

import java.time.Instant;

/** Settles what a database that was restored from an older dump cannot know: who was sent to since. */
public interface RestoreStore {

    /**
     * Pauses every campaign that would send, and settles as unconfirmed, lane by lane, as many of its next recipients as it
     * can have sent since then at its pace (docs/protocol.md#restored-is-doubted). Once for each {@code since}: a repetition
     * does no more than what a kill has left undone. Several processes may do it at once; it takes some seconds for a
     * hundred thousand recipients.
     *
     * @param since the database knows all that was sent before, as when its dump was begun
     */
    Doubted doubt(Instant since);

    /**
     * What was done by this call.
     *
     * @param campaigns that were looked at; zero: all was done before
     * @param unconfirmed recipients that were settled
     */
    record Doubted(int campaigns, long unconfirmed) {}
}
