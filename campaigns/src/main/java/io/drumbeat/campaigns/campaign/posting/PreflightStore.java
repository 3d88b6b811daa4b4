package io.drumbeat.campaigns.campaign.posting;

import io.drumbeat.campaigns.audience.AudiencePreview;
import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.SuppressedPersons;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.campaign.NumberUse;
import io.drumbeat.campaigns.campaign.ShareRow;
import io.drumbeat.campaigns.campaign.control.AlreadySent;
import io.drumbeat.campaigns.campaign.control.SameContent;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.pacing.DailyCap;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.PacingColumns;
import io.drumbeat.campaigns.pacing.QuietHoursJson;
import io.drumbeat.campaigns.pacing.Share;
import io.drumbeat.campaigns.pacing.SharedPlaces;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.CampaignSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** What the database knows of a campaign that is not there yet; nothing is written. Safe for many threads. */
public final class PreflightStore {

    /** Each takes some memory for as long as it reads. */
    private static final int PREVIEWS_AT_A_TIME = 3;

    private static final String SELECT = """
            with places as (
                select portfolio_id, unique_recipients, array_agg(last order by last) as times,
                       array_agg(people order by last) as people
                from portfolio left join (
                    select portfolio_id, max(sent_at) as last, count(*)::int as people from portfolio_recipient
                    where sent_at > clock_now() - %s
                    group by portfolio_id, floor(extract(epoch from sent_at) / 600)) w using (portfolio_id)
                where portfolio_id in (select portfolio_id from sender where sender_id = any (:senders))
                group by portfolio_id),
            -- Of each campaign once, whichever of its lanes is looked at.
            running as materialized (
                select c.campaign_id,
                       greatest(0, c.accepted - sum(l.sent + l.failed + l.unconfirmed + l.skipped)::bigint)
                       / nullif(count(*) filter (where not l.ended and l.unpublishable is null), 0) as a_lane
                from campaign c join lane l using (campaign_id)
                where c.status = 'running'
                  and c.campaign_id in (select campaign_id from lane where sender_id = any (:senders) and not ended)
                group by c.campaign_id)
            select s.sender_id, s.min_delay_ms, s.max_delay_ms, s.rate_per_second, s.max_in_flight, s.rest_after, s.rest_ms,
                   s.daily_cap, s.warm_up, s.quiet_hours, a.first_send_at, coalesce(a.since_rest, 0) as since_rest,
                   coalesce(a.usual_send_millis, 50) as usual_send_millis, a.due_at, clock_now() as now,
                   u.minutes as cap_minutes, u.sends as cap_sends, b.others,
                   w.portfolio_id, w.unique_recipients, w.times, w.people
            from sender s
            left join account a on a.account_key = s.account_key
            %s on s.daily_cap is not null or s.warm_up <> '{}'
            left join lateral (
                select array_agg(r.a_lane) as others from lane o join running r using (campaign_id)
                where o.sender_id = s.sender_id and not o.ended and o.unpublishable is null) b on true
            left join places w on w.portfolio_id = s.portfolio_id
            where s.sender_id = any (:senders) and s.configured""".formatted(Portfolio.WINDOW, NumberUse.CAP_USE);

    private final Database database;
    private final Semaphore previews = new Semaphore(PREVIEWS_AT_A_TIME, true);

    public PreflightStore(Database database) {
        this.database = database;
    }

    /**
     * What an import would make of {@code file} at this moment, which may be only the head of one.
     *
     * @param zoned whether the recipients' time zones are looked up, which takes some time
     * @throws InvalidAudienceException where an import would refuse it
     * @throws IOException where it cannot be read
     */
    public AudiencePreview preview(Path file, AudienceSpec spec, boolean zoned)
            throws IOException, InvalidAudienceException {
        previews.acquireUninterruptibly();
        try {
            return AudiencePreview.of(file, spec, suppressed(), zoned);
        } finally {
            previews.release();
        }
    }

    /**
     * A campaign that sends this to these people, or has in the last 24 hours.
     *
     * @param template null: the media's caption is the text
     * @param people {@link AudiencePreview#people}
     * @param content of the media; null: it is at its URL
     */
    public Optional<AlreadySent> sentLately(
            CampaignSpec.Media media,
            CampaignSpec.@Nullable Template template,
            String people,
            @Nullable Sha256 content) {
        byte[] all = SameContent.of(media, template, people, content).bytes();
        return database.jdbi().withHandle(handle -> SameContent.find(handle, null, all));
    }

    private SuppressedPersons suppressed() {
        return database.transact(TimeLimits.MANY_ROWS, handle -> {
            try {
                return SuppressedPersons.read(handle.getConnection());
            } catch (SQLException e) {
                throw new ConnectionException(e);
            }
        });
    }

    /**
     * What those senders would do for one campaign more.
     *
     * @param senders those that there are not are left out
     * @param own the campaign's own pacing; null: its senders'
     */
    public Outlook outlook(List<SenderId> senders, @Nullable Pacing own) {
        List<Row> rows = database.jdbi()
                .withHandle(handle -> handle.createQuery(SELECT)
                        .bind("senders", senders.stream().map(SenderId::value).toArray(String[]::new))
                        .map((row, context) -> Row.read(row, own))
                        .list());
        Instant now = rows.stream().map(Row::now).findFirst().orElseGet(this::now);
        return new Outlook(now, rows.stream().collect(Collectors.toMap(Row::sender, Row::share)));
    }

    private Instant now() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select clock_now()")
                        .mapTo(Instant.class)
                        .one());
    }

    /**
     * How a campaign would begin.
     *
     * @param now the database's time
     * @param shares of the senders
     */
    public record Outlook(Instant now, Map<SenderId, Share> shares) {
        public Outlook {
            shares = Map.copyOf(shares);
        }
    }

    private record Row(SenderId sender, Share share, Instant now) {

        static Row read(ResultSet row, @Nullable Pacing own) throws SQLException {
            Instant now = Times.read(row, "now");
            Instant due = Times.readNullable(row, "due_at");
            Duration send = Duration.ofNanos((long) (row.getDouble("usual_send_millis") * 1e6));
            Pacing pacing = PacingColumns.read(row);
            return new Row(
                    new SenderId(row.getString("sender_id")),
                    new Share(
                            due != null && due.isAfter(now) ? due : now,
                            Share.interval(pacing, send),
                            Share.own(own, send),
                            others(row),
                            0,
                            ShareRow.cap(row, NumberUse.ofCap(row)),
                            QuietHoursJson.SENDER.stored(row.getString("quiet_hours")),
                            pacing.rest(),
                            row.getInt("since_rest"),
                            places(row)),
                    now);
        }

        private static @Nullable SharedPlaces places(ResultSet row) throws SQLException {
            String portfolio = row.getString("portfolio_id");
            if (portfolio == null) {
                return null;
            }
            Timestamp[] times = (Timestamp[]) row.getArray("times").getArray();
            Integer[] people = (Integer[]) row.getArray("people").getArray();
            List<DailyCap.Use> used = new ArrayList<>();
            for (int i = 0; i < times.length && times[i] != null; i++) {
                used.add(new DailyCap.Use(times[i].toInstant(), people[i]));
            }
            return new SharedPlaces(portfolio, new DailyCap(row.getInt("unique_recipients"), used));
        }

        /** Those that are about to end take no turn. */
        private static List<Long> others(ResultSet row) throws SQLException {
            return row.getArray("others") == null
                    ? List.of()
                    : Stream.of((Long[]) row.getArray("others").getArray())
                            .filter(left -> left > 0)
                            .toList();
        }
    }
}
