package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.util.Optional;

/** Keeps what became of the attempts to make a campaign's media usable at its senders. */
public interface PublishingStore {

    /**
     * Why this process must not act for {@code lane}'s sender, in plain words; empty where the database knows the sender
     * by the same account.
     */
    Optional<String> objection(LaneId lane, Means means);

    /** The media of {@code lane} could not be published yet, for {@code reason}; it is tried again after {@code delay}. */
    void notPublished(LaneId lane, String reason, Duration delay);

    /** The media of {@code lane} is published, where it could not be before. */
    void published(LaneId lane);

    /** The media of {@code lane} cannot be published at its sender: it sends nothing, others may, until a person resumes. */
    void unpublishable(LaneId lane, String reason);

    /** Blocks the sender that has {@code account} until an operator resumes it. Safe to call twice. */
    void block(AccountKey account, String reason);
}
