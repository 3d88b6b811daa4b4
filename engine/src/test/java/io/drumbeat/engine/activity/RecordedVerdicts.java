package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.PublishingStore;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which accounts were blocked, which lanes marked unpublishable, and why. */
public final class RecordedVerdicts implements PublishingStore {

    public final Map<AccountKey, String> blocked = new ConcurrentHashMap<>();
    public final Map<LaneId, String> unpublishable = new ConcurrentHashMap<>();
    public final Map<LaneId, String> notPublished = new ConcurrentHashMap<>();
    public final Map<SenderId, String> objections = new ConcurrentHashMap<>();

    @Override
    public Optional<String> objection(LaneId lane, Means means) {
        return Optional.ofNullable(objections.get(lane.sender()));
    }

    @Override
    public void notPublished(LaneId lane, String reason, Duration delay) {
        notPublished.put(lane, reason);
    }

    @Override
    public void published(LaneId lane) {
        notPublished.remove(lane);
    }

    @Override
    public void unpublishable(LaneId lane, String reason) {
        unpublishable.put(lane, reason);
    }

    @Override
    public void block(AccountKey account, String reason) {
        blocked.put(account, reason);
    }
}
