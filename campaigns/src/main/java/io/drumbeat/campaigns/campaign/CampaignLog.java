package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What happened to a campaign, for whoever asks later. */
public final class CampaignLog {

    private CampaignLog() {}

    /**
     * Adds a line to the log of {@code id}.
     *
     * @param detail null: there is nothing to add
     * @param commandKey by which a command that comes again is known; null: it has none
     */
    public static void write(
            Handle handle,
            CampaignId id,
            String actor,
            String event,
            @Nullable String detail,
            @Nullable String commandKey) {
        handle.createUpdate("""
                insert into campaign_log (campaign_id, at, actor, event, detail, command_key)
                values (:id, clock_now(), :actor, :event, :detail, :commandKey)""")
                .bind("id", id)
                .bind("actor", actor)
                .bind("event", event)
                .bind("detail", detail)
                .bind("commandKey", commandKey)
                .execute();
    }
}
