package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.campaign.Campaign.Heard;
import io.drumbeat.campaigns.campaign.Campaign.Outlook;
import io.drumbeat.campaigns.campaign.Campaign.Progress;
import io.drumbeat.campaigns.database.Replies;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.pacing.Forecast;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.RecentRate;
import io.drumbeat.campaigns.pacing.Share;
import io.drumbeat.campaigns.pacing.ZonedRecipients;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.SpecJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Reads campaigns with their lanes: one statement, so that a campaign's figures are all of one snapshot, and only counters, so
 * that it costs the same at any size.
 */
public final class CampaignRows {

    private static final String SELECT = """
            with found as materialized (%s)
            select c.campaign_id, c.status, c.status_reason, c.created_at, c.started_at, c.finished_at, c.erased_at, c.created_by,
                   c.spec::text as spec, c.rows, c.accepted, c.rejected, c.duplicates, c.suppressed,
                   clock_now() as now, j.sending, exists (select from running_worker) as worked, d.last_due,
                   coalesce(k.delivered, 0) as delivered, coalesce(k.read, 0) as read,
                   coalesce(k.replied, 0) as replied, coalesce(k.opted_out, 0) as opted_out,
                   h.held - coalesce(k.released, 0) as held, z.zones, z.unmet, %s, %s
            from found join campaign c on c.campaign_id = found.campaign_id
            %s
            cross join lateral (select max(due_at) as last_due from due where campaign_id = c.campaign_id) d
            cross join lateral (select coalesce(sum(held), 0) as held from lane where campaign_id = c.campaign_id) h
            left join lateral (
                select c.zones::text as zones,
                       coalesce((select sum(size - next_n + 1) from tape where campaign_id = c.campaign_id), 0)
                       + coalesce((select sum(hi - lo + 1) from free_block where campaign_id = c.campaign_id), 0)
                       + coalesce((select sum(block_hi - block_lo + 1) from lane where campaign_id = c.campaign_id), 0)
                       as unmet) z on c.status = 'running' and c.zones is not null
            left join receipt_count k on k.campaign_id = c.campaign_id
            left join lane l on l.campaign_id = c.campaign_id
            left join sender s on s.sender_id = l.sender_id
            left join account a on a.account_key = s.account_key
            order by c.created_at desc, c.campaign_id desc""";

    private CampaignRows() {}

    /** The statement, for the campaigns whose ids {@code which} finds, a query of {@code campaign_id}. */
    static String select(String which) {
        return SELECT.formatted(which, LaneRow.COLUMNS, ShareRow.COLUMNS, LaneRow.SENDING);
    }

    private static String numbers(String which) {
        return NumberUse.select("""
                select l.sender_id from lane l join campaign using (campaign_id)
                where status = 'running' and campaign_id in (%s)""".formatted(which));
    }

    /** One campaign, as {@code handle}'s transaction sees it. */
    public static Optional<Campaign> find(Handle handle, CampaignId id) {
        return list(handle, "select :id as campaign_id", query -> query.bind("id", id)).stream()
                .findFirst();
    }

    /**
     * Those whose ids {@code which} finds, newest first. What they have in common, their numbers, is counted beside them and not
     * lane by lane: all of them may be on the same one.
     */
    static List<Campaign> list(Handle handle, String which, UnaryOperator<Query> binds) {
        return binds.apply(handle.createQuery(Replies.together(numbers(which), select(which))))
                .execute(Replies.read(replies -> {
                    Map<String, NumberUse> numbers = new HashMap<>();
                    replies.list((row, context) -> numbers.put(row.getString("sender_id"), NumberUse.read(row)));
                    return campaigns(replies.list((row, context) -> read(row, numbers)));
                }));
    }

    /** One row of {@link #select}: a lane, with all of its campaign. */
    private record Row(Head head, @Nullable Lane lane) {}

    private record Lane(LaneRow row, ShareRow speed) {

        Share share(@Nullable Pacing own, Instant now) {
            return speed.share(row.sendsFrom(now), own);
        }
    }

    private record Head(
            CampaignId id,
            CampaignStatus status,
            @Nullable String statusReason,
            Campaign.Times times,
            String createdBy,
            String spec,
            AudienceFigures audience,
            Heard heard,
            Left left,
            boolean worked,
            Instant now) {

        /** One that runs and that nobody carries out says so, whatever else there is to say. */
        @Nullable
        String reason() {
            return status == CampaignStatus.RUNNING && !worked ? LaneRow.NO_WORKER : statusReason;
        }
    }

    /**
     * What it has not settled.
     *
     * @param lastDue when the last one comes that is due later; null: none is
     * @param zones of its recipients and how many have each; null: nobody counted them, or it does not matter
     * @param unmet how many nobody has tried to send to
     */
    private record Left(
            long sending,
            @Nullable Instant lastDue,
            @Nullable String zones,
            long unmet) {}

    private static Row read(ResultSet row, Map<String, NumberUse> numbers) throws SQLException {
        Head head = new Head(
                new CampaignId(row.getObject("campaign_id", UUID.class)),
                status(row.getString("status")),
                row.getString("status_reason"),
                new Campaign.Times(
                        Times.read(row, "created_at"),
                        Times.readNullable(row, "started_at"),
                        Times.readNullable(row, "finished_at"),
                        Times.readNullable(row, "erased_at")),
                row.getString("created_by"),
                row.getString("spec"),
                new AudienceFigures(
                        row.getLong("rows"),
                        row.getLong("accepted"),
                        row.getLong("rejected"),
                        row.getLong("duplicates"),
                        row.getLong("suppressed")),
                new Heard(
                        row.getLong("delivered"),
                        row.getLong("read"),
                        row.getLong("held"),
                        row.getLong("replied"),
                        row.getLong("opted_out")),
                new Left(
                        row.getLong("sending"),
                        Times.readNullable(row, "last_due"),
                        row.getString("zones"),
                        row.getLong("unmet")),
                row.getBoolean("worked"),
                Times.read(row, "now"));
        String sender = row.getString("sender_id");
        return new Row(
                head,
                sender == null
                        ? null
                        : new Lane(
                                LaneRow.read(row), ShareRow.read(row, numbers.getOrDefault(sender, NumberUse.NONE))));
    }

    /** The campaigns that {@code rows} make, in the order of the rows. */
    private static List<Campaign> campaigns(List<Row> rows) {
        Map<CampaignId, List<Row>> byCampaign = new LinkedHashMap<>();
        rows.forEach(row ->
                byCampaign.computeIfAbsent(row.head.id, id -> new ArrayList<>()).add(row));
        return byCampaign.values().stream().map(CampaignRows::campaign).toList();
    }

    private static Campaign campaign(List<Row> rows) {
        Head head = rows.get(0).head;
        CampaignSpec spec = SpecJson.read(head.spec);
        List<Lane> lanes = rows.stream()
                .map(Row::lane)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing((Lane lane) -> lane.row.removed())
                        .thenComparing(lane -> spec.senders().indexOf(lane.row.sender()))
                        .thenComparing(lane -> lane.row.sender().value()))
                .toList();
        Progress progress = progress(head, lanes, spec);
        boolean over = head.status.ended() || (progress.total() > 0 && progress.pending() + progress.sending() == 0);
        return new Campaign(
                head.id,
                head.status,
                head.reason(),
                head.times,
                head.createdBy,
                spec,
                head.audience,
                progress,
                lanes.stream()
                        .map(lane -> lane.row.lane(head.status, head.reason(), over, head.worked, head.now))
                        .toList());
    }

    private static Progress progress(Head head, List<Lane> lanes, CampaignSpec spec) {
        LaneRow.Settled settled =
                lanes.stream().map(lane -> lane.row.settled()).reduce(LaneRow.Settled.NONE, LaneRow.Settled::plus);
        long total = head.audience.accepted();
        long left = total - head.left.sending - settled.all();
        // Cancelling rewrites no rows: what it leaves counts as skipped.
        long pending = head.status == CampaignStatus.CANCELLED ? 0 : left;
        return new Progress(
                total,
                pending,
                head.left.sending,
                settled.sent(),
                settled.failed(),
                settled.unconfirmed(),
                settled.skipped() + left - pending,
                head.heard,
                new Outlook(ratePerMinute(head, lanes), estimatedFinishAt(head, lanes, spec, pending)));
    }

    private static double ratePerMinute(Head head, List<Lane> lanes) {
        if (head.status != CampaignStatus.RUNNING || head.times.startedAt() == null) {
            return 0;
        }
        double rate = RecentRate.perMinute(
                lanes.stream().map(lane -> lane.speed.counted()).toList(), head.times.startedAt(), head.now);
        return Math.round(10 * rate) / 10.0;
    }

    private static @Nullable Instant estimatedFinishAt(Head head, List<Lane> lanes, CampaignSpec spec, long pending) {
        if (head.status != CampaignStatus.RUNNING) {
            return null;
        }
        List<Share> shares = lanes.stream()
                .filter(lane -> lane.row.canSend())
                .map(lane -> lane.share(spec.pacing(), head.now))
                .toList();
        Instant end = new Forecast(head.now, shares)
                .end(recipients(head, spec, pending))
                .orElse(null);
        Instant lastDue = head.left.lastDue;
        return end == null || lastDue == null || lastDue.isBefore(end) ? end : lastDue;
    }

    /** Where their own clocks count and nobody has counted their zones, they are taken to be awake. */
    private static ZonedRecipients recipients(Head head, CampaignSpec spec, long pending) {
        QuietHours quiet = spec.schedule().quietHours();
        Map<Set<ZoneId>, Long> zones = RecipientZones.read(head.left.zones);
        return quiet == null || quiet.zone() != null || zones.isEmpty()
                ? ZonedRecipients.of(pending, quiet)
                : ZonedRecipients.left(zones, quiet, head.now, Math.min(head.left.unmet, pending), pending);
    }

    public static CampaignStatus status(String text) {
        return CampaignStatus.parse(text)
                .orElseThrow(() -> new IllegalStateException("a campaign's status that is none: " + text));
    }
}
