package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.CampaignSpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Another spec for a campaign, and what follows from it for its lanes. Under the campaign's gate. */
public final class ChangedSpec {

    private final CampaignId campaign;
    private final CampaignSpec before;
    private final CampaignSpec after;

    public ChangedSpec(CampaignId campaign, CampaignSpec before, CampaignSpec after) {
        this.campaign = campaign;
        this.before = before;
        this.after = after;
    }

    public void write(Handle handle) {
        SpecRow.write(handle, campaign, after);
        remove(handle, SpecChanges.missing(before.senders(), after.senders()));
        add(handle, SpecChanges.missing(after.senders(), before.senders()));
        if (!Objects.equals(after.pacing(), before.pacing())) {
            repace(handle, after.pacing());
        }
        if (!Objects.equals(after.schedule().quietHours(), before.schedule().quietHours())) {
            wake(handle);
        }
        if (!Objects.equals(after.autoPause(), before.autoPause())) {
            FailureWindows.empty(handle, campaign);
        }
    }

    /** The lane stays, since it counts what it has sent; nobody waits for it, and its rows are anyone's. */
    private void remove(Handle handle, List<SenderId> senders) {
        handle.createUpdate("""
                with freed as (
                    insert into free_block (campaign_id, tape, lo, hi)
                    select campaign_id, block_tape, block_lo, block_hi from lane
                    where campaign_id = :campaign and sender_id = any (:senders) and block_lo is not null)
                update lane
                set removed = true, block_tape = null, block_lo = null, block_hi = null, asked_at = null, next_at = null,
                    waits_for = null, wait_reason = null
                where campaign_id = :campaign and sender_id = any (:senders)""")
                .bind("campaign", campaign)
                .bindArray(
                        "senders",
                        String.class,
                        senders.stream().map(SenderId::value).toList())
                .execute();
    }

    /** As one that waits to be woken: the reconciler finds it at once, should Temporal not hear of it. */
    private void add(Handle handle, List<SenderId> senders) {
        handle.createUpdate("""
                insert into lane (campaign_id, sender_id, touched_at)
                select :campaign, sender, clock_now() from unnest(:senders) as s (sender)
                on conflict (campaign_id, sender_id) do update set removed = false, unpublishable = null""")
                .bind("campaign", campaign)
                .bindArray(
                        "senders",
                        String.class,
                        senders.stream().map(SenderId::value).toList())
                .execute();
    }

    /** Whoever waits for the morning is looked at again: it may be another, or none. */
    private void wake(Handle handle) {
        handle.createUpdate(
                        "update due set due_at = clock_now(), asleep = false where campaign_id = :campaign and asleep")
                .bind("campaign", campaign)
                .execute();
    }

    /** What the pace before has put far away comes a pause of the new one from now at the latest. */
    private void repace(Handle handle, @Nullable Pacing pacing) {
        Duration longest = pacing == null ? Duration.ZERO : Pauses.longest(pacing);
        handle.createUpdate("""
                update lane set not_before = least(not_before, clock_now() + :millis * interval '1 ms')
                where campaign_id = :campaign""")
                .bind("campaign", campaign)
                .bind("millis", longest.toMillis())
                .execute();
    }
}
