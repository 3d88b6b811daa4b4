package io.drumbeat.campaigns.sender;

import io.drumbeat.campaigns.database.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The senders that the installation has, and how their accounts stand. */
public interface SenderStore {

    /** The one in {@code database}. */
    static SenderStore on(Database database) {
        return new PostgresSenderStore(database);
    }

    /**
     * Makes the database's senders those of senders.json. The last one to say so wins.
     *
     * @return what that changed, in plain words without a secret, for the log
     */
    List<String> configure(List<Sender> senders);

    /** All configured senders, by id. */
    List<State> list();

    /** One sender, empty where it is not configured. */
    Optional<State> find(SenderId id);

    /** Stops a sender until it is resumed; nothing new begins there once this returns. Empty: no such sender. */
    Optional<State> pause(SenderId id, String actor);

    /**
     * Lets a paused or blocked sender go on; campaigns paused only because all their senders were blocked go on with
     * it. Empty: no such sender.
     */
    Optional<State> resume(SenderId id, String actor);

    /**
     * Remembers when people wrote to {@code account}: what is sent to them within a day of that takes no place of its
     * portfolio. In whatever order they come, twice or once.
     */
    void written(AccountKey account, List<Writing> writings);

    /** Remembers that the vendor has just called back at the address of {@code id}; not to be told of each callback. */
    void calledBack(SenderId id);

    /**
     * Somebody wrote.
     *
     * @param phone E.164, in whatever form of the number; null: hidden
     * @param userId the vendor's own id of the person; null: it tells none
     */
    record Writing(@Nullable String phone, @Nullable String userId, Instant at) {

        /** Leaves out who it was: this may reach a log. */
        @Override
        public String toString() {
            return "Writing[" + at + "]";
        }
    }

    /**
     * What became of senders since this was last asked, by whichever process: each piece of news is given once.
     */
    List<News> news();

    /**
     * A sender was blocked, its vendor is in trouble, or that is over.
     *
     * @param good whether it is over
     * @param text a sentence for the log: sender, campaigns, and the vendor's reason as it stands in the campaign's log
     */
    record News(boolean good, String text) {}

    /**
     * How a sender stands.
     *
     * @param places of its portfolio; null: it belongs to none
     * @param slowedTo sends a second that are left of its rate, which its vendor's "too many requests" has halved; null: all of it
     * @param nextSendAt its next slot, null where none is known
     * @param calledBackAt when its vendor last called back, at most a minute earlier; null: it never has
     */
    record State(
            Sender sender,
            Obstacles obstacles,
            CapUse capUse,
            @Nullable Places places,
            @Nullable Double slowedTo,
            @Nullable Instant nextSendAt,
            @Nullable Instant calledBackAt) {

        /** {@code blocked}, {@code paused}, {@code capped}, {@code quiet}, {@code trouble} or {@code ready}. */
        public String status() {
            if (obstacles.blockedReason != null) {
                return "blocked";
            }
            if (obstacles.pausedBy != null) {
                return "paused";
            }
            if (capUse.until != null || (places != null && places.until != null)) {
                return "capped";
            }
            if (obstacles.quietUntil != null) {
                return "quiet";
            }
            return obstacles.trouble != null ? "trouble" : "ready";
        }
    }

    /**
     * What keeps a sender from sending.
     *
     * @param blockedReason why it sends nothing until an operator resumes it; null: it is not blocked
     * @param pausedBy who paused it; null: it is not paused
     * @param quietUntil when its own quiet hours end; null: it is in none
     * @param trouble why its vendor was not reached, or what it said that is waited for; null: nothing of the kind
     */
    record Obstacles(
            @Nullable String blockedReason,
            @Nullable String pausedBy,
            @Nullable Instant quietUntil,
            @Nullable String trouble) {

        /** There are none. */
        public static final Obstacles NONE = new Obstacles(null, null, null, null);
    }

    /**
     * What is left of a daily cap.
     *
     * @param cap the most sends in any 24 hours as it is now; null: there is no cap
     * @param used sends in the last 24 hours
     * @param until when it lets the sender go on; null: it does
     */
    record CapUse(
            @Nullable Integer cap, long used, @Nullable Instant until) {

        /** No cap, and nothing sent. */
        public static final CapUse NONE = new CapUse(null, 0, null);
    }

    /**
     * The places of a portfolio.
     *
     * @param used people who were sent to in the last 24 hours
     * @param until when one is free again; null: one is
     */
    record Places(long used, @Nullable Instant until) {}
}
