package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** One line of a campaign's log for what is done a piece at a time: it says how many there were so far. */
final class CountedLine {

    private static final String WRITE = """
            insert into campaign_log (campaign_id, at, actor, event, detail, command_key)
            values (:campaign, clock_now(), :actor, :event, :detail, :key)
            on conflict (campaign_id, command_key) do update set detail = excluded.detail""";

    private final CampaignId campaign;
    private final String actor;
    private final String event;
    private final String what;
    private final String key = "counted:" + UUID.randomUUID();

    /** @param what there is so much of */
    CountedLine(CampaignId campaign, String actor, String event, String what) {
        this.campaign = campaign;
        this.actor = actor;
        this.event = event;
        this.what = what;
    }

    /** Writes it with the piece that makes them {@code soFar}. */
    void write(Handle handle, long soFar) {
        handle.createUpdate(WRITE)
                .bind("campaign", campaign)
                .bind("actor", actor)
                .bind("event", event)
                .bind("detail", soFar + " " + what)
                .bind("key", key)
                .execute();
    }
}
