package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.campaign.Campaign.Progress;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.pacing.Forecast;
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
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads campaigns with their lanes: one statement, so that its figures are all of one snapshot, and only counters, so
 * that it costs the same at any size.
 */
public final class CampaignRows {

    /**
     * No line of the journal has a lease that ended before that; while a session holds a snapshot, whoever looked further back
     * would meet each one that there was.
     */
    private static final String SETTLED_UNTIL = "select until from journal_settled";

    /** To be completed with a condition on {@code c} and an order. */
    static final String SELECT = """
            select c.campaign_id, c.status, c.status_reason, c.created_at, c.started_at, c.finished_at, c.erased_at, c.created_by,
                   c.spec::text as spec, c.rows, c.accepted, c.rejected, c.duplicates, c.suppressed,
                   clock_now() as now, j.sending, exists (select from running_worker) as worked,
                   (select max(due_at) from due where campaign_id = c.campaign_id) as last_due,
                   coalesce(k.delivered, 0) as delivered, coalesce(k.read, 0) as read,
                   coalesce(k.replied, 0) as replied, coalesce(k.opted_out, 0) as opted_out,
                   (select coalesce(sum(h.held), 0) from lane h where h.campaign_id = c.campaign_id)
                       - coalesce(k.released, 0) as held,
                   z.zones, z.unmet, %s, %s
            from campaign c
            cross join lateral (
                select count(*) as sending, array_agg(sender_id) as senders from journal
                where campaign_id = c.campaign_id and lease_until > (%s)) j
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
            %s""".formatted(LaneRow.COLUMNS, ShareRow.COLUMNS, SETTLED_UNTIL, ShareRow.JOIN);

    private CampaignRows() {}

    /** One campaign, as {@code handle}'s transaction sees it. */
    public static Optional<Campaign> find(Handle handle, CampaignId id) {
        return campaigns(handle.createQuery(SELECT + "where c.campaign_id = :id")
                        .bind("id", id)
                        .map((row, context) -> read(row))
                        .list())
                .stream()
                .findFirst();
    }

    /** One row of {@link #SELECT}: a lane, with all of its campaign. */
    record Row(Head head, @Nullable LaneRow lane) {}

    private record Head(
            CampaignId id,
            CampaignStatus status,
            @Nullable String statusReason,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Instant erasedAt,
            String createdBy,
            String spec,
            AudienceFigures audience,
            long sending,
            long delivered,
            long read,
            long replied,
            long optedOut,
            long held,
            @Nullable Instant lastDue,
            @Nullable String zones,
            long unmet,
            boolean worked,
            Instant now) {

        /** One that runs and that nobody carries out says so, whatever else there is to say. */
        @Nullable
        String reason() {
            return status == CampaignStatus.RUNNING && !worked ? LaneRow.NO_WORKER : statusReason;
        }
    }

    static Row read(ResultSet row) throws SQLException {
        Head head = new Head(
                new CampaignId(row.getObject("campaign_id", UUID.class)),
                status(row.getString("status")),
                row.getString("status_reason"),
                Times.read(row, "created_at"),
                Times.readNullable(row, "started_at"),
                Times.readNullable(row, "finished_at"),
                Times.readNullable(row, "erased_at"),
                row.getString("created_by"),
                row.getString("spec"),
                new AudienceFigures(
                        row.getLong("rows"),
                        row.getLong("accepted"),
                        row.getLong("rejected"),
                        row.getLong("duplicates"),
                        row.getLong("suppressed")),
                row.getLong("sending"),
                row.getLong("delivered"),
                row.getLong("read"),
                row.getLong("replied"),
                row.getLong("opted_out"),
                row.getLong("held"),
                Times.readNullable(row, "last_due"),
                row.getString("zones"),
                row.getLong("unmet"),
                row.getBoolean("worked"),
                Times.read(row, "now"));
        return new Row(head, row.getString("sender_id") == null ? null : LaneRow.read(row));
    }

    /** The campaigns that {@code rows} make, in the order of the rows. */
    static List<Campaign> campaigns(List<Row> rows) {
        Map<CampaignId, List<Row>> byCampaign = new LinkedHashMap<>();
        rows.forEach(row ->
                byCampaign.computeIfAbsent(row.head.id, id -> new ArrayList<>()).add(row));
        return byCampaign.values().stream().map(CampaignRows::campaign).toList();
    }

    /** The lanes of the campaigns that {@code rows} make, without what a forecast costs. */
    static List<LaneWait> waits(List<Row> rows) {
        Map<CampaignId, Long> settled = new HashMap<>();
        rows.stream()
                .filter(row -> row.lane != null)
                .forEach(row -> settled.merge(row.head.id, settled(row), Long::sum));
        return rows.stream()
                .filter(row -> row.lane != null)
                .map(row ->
                        wait(row.head, row.lane, settled.getOrDefault(row.head.id, 0L) == row.head.audience.accepted()))
                .toList();
    }

    private static long settled(Row row) {
        return row.lane == null ? 0 : row.lane.settled().all();
    }

    private static LaneWait wait(Head head, LaneRow lane, boolean over) {
        Campaign.Lane now = lane.lane(head.status, head.reason(), over, head.worked, head.now);
        return new LaneWait(head.id, now.sender(), now.status() == Campaign.LaneStatus.DONE, now.waitingFor());
    }

    private static Campaign campaign(List<Row> rows) {
        Head head = rows.get(0).head;
        CampaignSpec spec = SpecJson.read(head.spec);
        List<LaneRow> lanes = rows.stream()
                .map(Row::lane)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(LaneRow::removed)
                        .thenComparing(lane -> spec.senders().indexOf(lane.sender()))
                        .thenComparing(lane -> lane.sender().value()))
                .toList();
        Progress progress = progress(head, lanes, spec);
        boolean over = head.status.ended() || (progress.total() > 0 && progress.pending() + progress.sending() == 0);
        return new Campaign(
                head.id,
                head.status,
                head.reason(),
                head.createdAt,
                head.startedAt,
                head.finishedAt,
                head.erasedAt,
                head.createdBy,
                spec,
                head.audience,
                progress,
                lanes.stream()
                        .map(lane -> lane.lane(head.status, head.reason(), over, head.worked, head.now))
                        .toList());
    }

    private static Progress progress(Head head, List<LaneRow> lanes, CampaignSpec spec) {
        LaneRow.Settled settled =
                lanes.stream().map(LaneRow::settled).reduce(LaneRow.Settled.NONE, LaneRow.Settled::plus);
        long total = head.audience.accepted();
        long left = total - head.sending - settled.all();
        // Cancelling rewrites no rows: what it leaves counts as skipped.
        long pending = head.status == CampaignStatus.CANCELLED ? 0 : left;
        return new Progress(
                total,
                pending,
                head.sending,
                settled.sent(),
                head.delivered,
                head.read,
                head.held,
                settled.failed(),
                settled.unconfirmed(),
                settled.skipped() + left - pending,
                head.replied,
                head.optedOut,
                ratePerMinute(head, lanes),
                estimatedFinishAt(head, lanes, spec, pending));
    }

    private static double ratePerMinute(Head head, List<LaneRow> lanes) {
        if (head.status != CampaignStatus.RUNNING || head.startedAt == null) {
            return 0;
        }
        double rate = RecentRate.perMinute(
                lanes.stream().map(lane -> lane.speed().counted()).toList(), head.startedAt, head.now);
        return Math.round(10 * rate) / 10.0;
    }

    private static @Nullable Instant estimatedFinishAt(
            Head head, List<LaneRow> lanes, CampaignSpec spec, long pending) {
        if (head.status != CampaignStatus.RUNNING) {
            return null;
        }
        List<Share> shares = lanes.stream()
                .filter(LaneRow::canSend)
                .map(lane -> lane.share(spec.pacing(), head.now))
                .toList();
        Instant end = new Forecast(head.now, shares)
                .end(recipients(head, spec, pending))
                .orElse(null);
        Instant lastDue = head.lastDue;
        return end == null || lastDue == null || lastDue.isBefore(end) ? end : lastDue;
    }

    /** Where their own clocks count and nobody has counted their zones, they are taken to be awake. */
    private static ZonedRecipients recipients(Head head, CampaignSpec spec, long pending) {
        QuietHours quiet = spec.schedule().quietHours();
        Map<Set<ZoneId>, Long> zones = RecipientZones.read(head.zones);
        return quiet == null || quiet.zone() != null || zones.isEmpty()
                ? ZonedRecipients.of(pending, quiet)
                : ZonedRecipients.left(zones, quiet, head.now, Math.min(head.unmet, pending), pending);
    }

    public static CampaignStatus status(String text) {
        return CampaignStatus.parse(text)
                .orElseThrow(() -> new IllegalStateException("a campaign's status that is none: " + text));
    }
}
