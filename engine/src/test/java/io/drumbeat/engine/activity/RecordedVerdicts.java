package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.campaign.CampaignId;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.campaigns.dispatch.Report;
import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which accounts were blocked, which lanes marked unpublishable, and why; nothing else may be asked of it. */
final class RecordedVerdicts implements DispatchStore {

    final Map<AccountKey, String> blocked = new ConcurrentHashMap<>();
    final Map<LaneId, String> unpublishable = new ConcurrentHashMap<>();
    final Map<LaneId, String> notPublished = new ConcurrentHashMap<>();
    final Map<SenderId, String> objections = new ConcurrentHashMap<>();

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

    @Override
    public Turn ask(LaneId lane, Means means) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Turn begin(LaneId lane, Means means, UUID dispatch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Settlement finish(Dispatch dispatch, Outcome outcome, Duration sinceEnd) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void notReached(LaneId lane, Means means, String message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<LaneId> lanes(CampaignId campaign) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int settleAfterCrash() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Settlement learn(UUID dispatch, Report report, Duration ago) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mended reconcile() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void atRest(CampaignId campaign) {
        throw new UnsupportedOperationException();
    }
}
