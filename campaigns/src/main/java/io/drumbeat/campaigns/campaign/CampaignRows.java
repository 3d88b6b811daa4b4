package io.drumbeat.campaigns.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.campaign.Campaign.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads campaigns with their lanes: one statement, so that its figures are all of one snapshot, and only counters, so
 * that it costs the same at any size.
 */
final class CampaignRows {

    /** To be completed with a condition on {@code c} and an order. */
    static final String SELECT = """
            select c.campaign_id, c.status, c.status_reason, c.created_at, c.started_at, c.finished_at, c.created_by,
                   c.spec::text as spec, c.rows, c.accepted, c.rejected, c.duplicates, c.suppressed,
                   clock_now() as now, j.sending, r.ran_seconds,
                   exists (select from running_worker) as worked,
                   coalesce(k.delivered, 0) as delivered, coalesce(k.read, 0) as read,
                   %s
            from campaign c
            cross join lateral (
                select count(*) as sending from journal where campaign_id = c.campaign_id) j
            -- The time it has been running, by its log: a rate over its pauses would say nothing.
            cross join lateral (
                select coalesce(extract(epoch from sum(coalesce(until, c.finished_at, clock_now()) - at)), 0)::float8
                       as ran_seconds
                from (select at, event, lead(at) over (order by log_id) as until from campaign_log
                      where campaign_id = c.campaign_id and at <= coalesce(c.finished_at, 'infinity')
                        and event in ('started', 'resumed', 'paused')) e
                where event in ('started', 'resumed')) r
            left join receipt_count k on k.campaign_id = c.campaign_id
            left join lane l on l.campaign_id = c.campaign_id
            left join sender s on s.sender_id = l.sender_id
            left join account a on a.account_key = s.account_key
            """.formatted(LaneRow.COLUMNS);

    private static final ObjectMapper JSON = new ObjectMapper();

    private CampaignRows() {}

    /** One row of {@link #SELECT}: a lane, with all of its campaign. */
    record Row(Head head, @Nullable LaneRow lane) {}

    private record Head(
            CampaignId id,
            CampaignStatus status,
            @Nullable String statusReason,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            String createdBy,
            String spec,
            AudienceFigures audience,
            long sending,
            long delivered,
            long read,
            double ranSeconds,
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
                Objects.requireNonNull(instant(row, "created_at")),
                instant(row, "started_at"),
                instant(row, "finished_at"),
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
                row.getDouble("ran_seconds"),
                row.getBoolean("worked"),
                Objects.requireNonNull(instant(row, "now")));
        return new Row(head, row.getString("sender_id") == null ? null : LaneRow.read(row));
    }

    /** The campaigns that {@code rows} make, in the order of the rows. */
    static List<Campaign> campaigns(List<Row> rows) {
        Map<CampaignId, List<Row>> byCampaign = new LinkedHashMap<>();
        rows.forEach(row ->
                byCampaign.computeIfAbsent(row.head.id, id -> new ArrayList<>()).add(row));
        return byCampaign.values().stream().map(CampaignRows::campaign).toList();
    }

    private static Campaign campaign(List<Row> rows) {
        Head head = rows.get(0).head;
        CampaignSpec spec = spec(head.spec);
        List<LaneRow> lanes = rows.stream()
                .map(Row::lane)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingInt(lane -> spec.senders().indexOf(lane.sender())))
                .toList();
        Progress progress = progress(head, lanes);
        boolean over = head.status.ended() || progress.pending() + progress.sending() == 0;
        return new Campaign(
                head.id,
                head.status,
                head.reason(),
                head.createdAt,
                head.startedAt,
                head.finishedAt,
                head.createdBy,
                spec,
                head.audience,
                progress,
                lanes.stream()
                        .map(lane -> lane.lane(head.status, head.reason(), over, head.worked, head.now))
                        .toList());
    }

    private static Progress progress(Head head, List<LaneRow> lanes) {
        long sent = lanes.stream().mapToLong(LaneRow::sent).sum();
        long failed = lanes.stream().mapToLong(LaneRow::failed).sum();
        long unconfirmed = lanes.stream().mapToLong(LaneRow::unconfirmed).sum();
        long skipped = lanes.stream().mapToLong(LaneRow::skipped).sum();
        long total = head.audience.accepted();
        long settled = sent + failed + unconfirmed + skipped;
        long pending = total - head.sending - settled;
        if (head.status == CampaignStatus.CANCELLED) {
            // Cancelling rewrites no rows.
            skipped += pending;
            pending = 0;
        }
        double perSecond = head.ranSeconds > 0 ? settled / head.ranSeconds : 0;
        Instant estimate = head.status == CampaignStatus.RUNNING && perSecond > 0
                ? head.now.plus(Duration.ofMillis((long) (1000 * (pending + head.sending) / perSecond)))
                : null;
        return new Progress(
                total,
                pending,
                head.sending,
                sent,
                head.delivered,
                head.read,
                failed,
                unconfirmed,
                skipped,
                Math.round(600 * perSecond) / 10.0,
                estimate);
    }

    /** A spec as this program wrote it. */
    static CampaignSpec spec(String json) {
        try {
            var tree = JSON.readTree(json);
            SpecJson.Parsed parsed = SpecJson.parse(tree, !tree.path("media").has("url"));
            return Objects.requireNonNull(parsed.spec(), () -> "a stored spec that is wrong: " + parsed.errors());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored spec that is no JSON", e);
        }
    }

    static CampaignStatus status(String text) {
        return CampaignStatus.parse(text)
                .orElseThrow(() -> new IllegalStateException("a campaign's status that is none: " + text));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
