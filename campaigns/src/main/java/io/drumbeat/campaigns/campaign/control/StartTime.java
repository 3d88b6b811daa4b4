package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.database.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** When campaigns are to start: their schedule says so, and the database's clock whether that has come (docs/protocol.md#starts-on-time). */
final class StartTime {

    /** Of {@code c}; null where it starts as soon as somebody starts it. */
    static final String OF = "(c.spec #>> '{schedule,startAt}')::timestamptz";

    private static final String IS_TO_COME = "coalesce(%s > clock_now(), false)".formatted(OF);

    private StartTime() {}

    /** What a campaign is that goes on now: scheduled where its time is still to come, else running. */
    static CampaignStatus status(Handle handle, CampaignId id) {
        boolean isToCome = handle.createQuery(
                        "select %s from campaign c where c.campaign_id = :id".formatted(IS_TO_COME))
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
        return isToCome ? CampaignStatus.SCHEDULED : CampaignStatus.RUNNING;
    }

    /** How long it is until the time of a scheduled campaign, zero where it has come; empty: it is not scheduled. */
    static Optional<Duration> left(Handle handle, CampaignId id) {
        return handle.createQuery("""
                select clock_now() as now, %s as start_at from campaign c
                where c.campaign_id = :id and c.status = 'scheduled'""".formatted(OF))
                .bind("id", id)
                .map((row, context) -> {
                    Instant now = Times.read(row, "now");
                    Instant start = Times.readNullable(row, "start_at");
                    return start != null && start.isAfter(now) ? Duration.between(now, start) : Duration.ZERO;
                })
                .findOne();
    }

    /** The scheduled campaigns whose time has come. */
    static List<UUID> come(Handle handle) {
        return handle.createQuery(
                        "select c.campaign_id from campaign c where c.status = 'scheduled' and not " + IS_TO_COME)
                .mapTo(UUID.class)
                .list();
    }
}
