package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.PublishingStore;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.engine.publish.Publisher;
import java.time.Duration;
import java.util.Optional;

/**
 * What a {@link Publisher} for test messages writes: nothing of the campaign's lanes, since whoever tries it out is told. That an
 * account is blocked is true for everybody.
 */
public record TestPublishing(PublishingStore store) implements PublishingStore {

    @Override
    public Optional<String> objection(LaneId lane, Means means) {
        return store.objection(lane, means);
    }

    @Override
    public void notPublished(LaneId lane, String reason, Duration delay) {}

    @Override
    public void published(LaneId lane) {}

    @Override
    public void unpublishable(LaneId lane, String reason) {}

    @Override
    public void block(AccountKey account, String reason) {
        store.block(account, reason);
    }
}
