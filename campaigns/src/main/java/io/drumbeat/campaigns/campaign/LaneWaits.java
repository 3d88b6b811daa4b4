package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.sender.SenderId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What all lanes wait for that do not send, and which of these waits have begun or ended since somebody was told. */
public final class LaneWaits {

    private static final String SELECT = """
            select c.campaign_id, c.status, c.status_reason, clock_now() as now, exists (select from running_worker) as worked,
                   sum(l.sent + l.failed + l.unconfirmed + l.skipped) over (partition by c.campaign_id) = c.accepted as over, %s
            from campaign c
            %s
            join lane l on l.campaign_id = c.campaign_id
            left join sender s on s.sender_id = l.sender_id
            left join account a on a.account_key = s.account_key
            where c.status in ('running', 'paused')""".formatted(LaneRow.COLUMNS, LaneRow.SENDING);

    /** One process of several tells each: the one whose update finds that it was not told yet. */
    private static final String TELL = """
            update lane l set told = v.told
            from (select * from unnest(:campaigns, :senders, :told) as t (campaign_id, sender_id, told)
                  order by campaign_id, sender_id) v, lane before
            where (l.campaign_id, l.sender_id) = (v.campaign_id, v.sender_id) and l.told is distinct from v.told
              and (before.campaign_id, before.sender_id) = (l.campaign_id, l.sender_id)
            returning l.campaign_id, l.sender_id, before.told as before, l.told as now""";

    private final Database database;

    /** Those in {@code database}. */
    public LaneWaits(Database database) {
        this.database = database;
    }

    /**
     * A wait that has begun or ended.
     *
     * @param over what was waited for until now, as {@link Why} puts it in lower case; null: nothing was
     * @param begun what is waited for from now on; null: nothing is
     */
    public record News(
            CampaignId campaign,
            SenderId sender,
            @Nullable String over,
            @Nullable WaitingFor begun) {}

    /** The lanes of all campaigns that run or are paused. */
    public List<LaneWait> all() {
        return database.transact(
                TimeLimits.MANY_ROWS,
                handle -> handle.createQuery(SELECT)
                        .map((row, context) -> read(row))
                        .list());
    }

    private static LaneWait read(ResultSet row) throws SQLException {
        Campaign.Lane lane = LaneRow.read(row)
                .lane(
                        CampaignRows.status(row.getString("status")),
                        row.getString("status_reason"),
                        row.getBoolean("over"),
                        row.getBoolean("worked"),
                        Times.read(row, "now"));
        return new LaneWait(
                new CampaignId(row.getObject("campaign_id", UUID.class)),
                lane.sender(),
                lane.status() == Campaign.LaneStatus.DONE,
                lane.waitingFor());
    }

    /** Which of {@code waits} nobody was told of yet, with those that are over; from now on somebody was. */
    public List<News> news(List<LaneWait> waits) {
        Map<LaneWait, String> told = new HashMap<>();
        Map<String, LaneWait> byLane = new HashMap<>();
        for (LaneWait wait : waits) {
            told.put(wait, worthTelling(wait));
            byLane.put(wait.campaign() + " " + wait.sender(), wait);
        }
        return database.transact(handle -> handle.createQuery(TELL)
                .bindArray(
                        "campaigns",
                        UUID.class,
                        waits.stream().map(wait -> wait.campaign().value()).toList())
                .bindArray(
                        "senders",
                        String.class,
                        waits.stream().map(wait -> wait.sender().value()).toList())
                .bindArray("told", String.class, waits.stream().map(told::get).toArray())
                .map((row, context) -> {
                    CampaignId campaign = new CampaignId(row.getObject("campaign_id", UUID.class));
                    SenderId sender = new SenderId(row.getString("sender_id"));
                    LaneWait wait = byLane.get(campaign + " " + sender);
                    return new News(
                            campaign,
                            sender,
                            row.getString("before"),
                            row.getString("now") == null || wait == null ? null : wait.waitingFor());
                })
                .list());
    }

    /** Turns and rows of others come and go by the second; a vendor's trouble is told of its sender. */
    private static @Nullable String worthTelling(LaneWait wait) {
        WaitingFor waiting = wait.waitingFor();
        if (waiting == null) {
            return null;
        }
        return switch (waiting.why()) {
            case PACE, TURN, ROWS, VENDOR -> null;
            case PUBLISHING -> waiting.reason() == null ? null : text(waiting.why());
            case CAP, QUIET, PAUSED, BLOCKED, WORKER -> text(waiting.why());
        };
    }

    private static String text(Why why) {
        return why.name().toLowerCase(Locale.ROOT);
    }
}
