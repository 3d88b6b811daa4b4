package io.drumbeat.engine.workflow;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A campaign in memory, which does as it is told. */
final class ScriptedCampaign implements CampaignActivities {
    final AtomicInteger looks = new AtomicInteger();
    final List<String> written = new CopyOnWriteArrayList<>();
    final AtomicInteger completions = new AtomicInteger();
    volatile CampaignStatus status = CampaignStatus.RUNNING;
    volatile CampaignState.Counts counts = new CampaignState.Counts(10, 5, 0, 5, 0, 0, 0);
    volatile List<String> senders = List.of("main");
    volatile int missesBeforeItCompletes;
    volatile Runnable whenWritten = () -> {};
    volatile long startsAt;
    volatile LongSupplier now = () -> 0;

    @Override
    public List<String> prepare(String campaign) {
        return senders;
    }

    @Override
    public Look look(String campaign) {
        looks.incrementAndGet();
        return new Look(new CampaignState("offer", status, null, counts, null, senders.size(), List.of()), false);
    }

    @Override
    public String write(String campaign, Command command, String actor, @Nullable String reason, String key) {
        written.add(command + " " + key);
        whenWritten.run();
        whenWritten = () -> {};
        status = command == Command.PAUSE
                ? CampaignStatus.PAUSED
                : command == Command.CANCEL ? CampaignStatus.CANCELLED : CampaignStatus.RUNNING;
        return status.text();
    }

    @Override
    public long startWhenDueMillis(String campaign) {
        long millis = startsAt - now.getAsLong();
        if (status == CampaignStatus.SCHEDULED && millis <= 0) {
            status = CampaignStatus.RUNNING;
        }
        return status == CampaignStatus.SCHEDULED ? millis : 0;
    }

    @Override
    public boolean complete(String campaign) {
        if (completions.incrementAndGet() <= missesBeforeItCompletes) {
            return false;
        }
        status = CampaignStatus.COMPLETED;
        return true;
    }

    @Override
    public void fail(String campaign, String reason) {
        status = CampaignStatus.FAILED;
    }
}
