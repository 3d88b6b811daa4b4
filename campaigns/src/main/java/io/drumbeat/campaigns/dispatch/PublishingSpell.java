package io.drumbeat.campaigns.dispatch;

import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** A lane whose media cannot be published for the time being: its campaign's log tells of it once, and of the end. */
final class PublishingSpell {

    private static final String IS_ON = "waits_for = 'publishing' and wait_reason is not null";

    private final Handle handle;
    private final LaneId lane;

    PublishingSpell(Handle handle, LaneId lane) {
        this.handle = handle;
        this.lane = lane;
    }

    void goesOn(String reason, Duration delay) {
        handle.createUpdate("""
                with before as (
                    select coalesce(%s, false) as told from lane where campaign_id = :campaign and sender_id = :sender),
                now as (
                    update lane set waits_for = 'publishing', wait_reason = :reason, touched_at = clock_now(),
                           next_at = clock_now() + :delayMillis * interval '1 ms'
                    where campaign_id = :campaign and sender_id = :sender returning next_at)
                insert into campaign_log (campaign_id, at, actor, event, detail)
                select :campaign, clock_now(), 'drumbeat', 'sender_trouble',
                       :sender || ': ' || :reason || ' (tried again at '
                           || to_char(next_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC)'
                from before, now where not told""".formatted(IS_ON))
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .bind("reason", reason)
                .bind("delayMillis", delay.toMillis())
                .execute();
    }

    void ends() {
        handle.createUpdate("""
                with ended as (
                    update lane set wait_reason = null
                    where campaign_id = :campaign and sender_id = :sender and %s returning campaign_id, sender_id)
                insert into campaign_log (campaign_id, at, actor, event, detail)
                select campaign_id, clock_now(), 'drumbeat', 'sender_recovered', sender_id || ': its media is published'
                from ended""".formatted(IS_ON))
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .execute();
    }
}
