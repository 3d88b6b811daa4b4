package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.pacing.MostSends;
import io.drumbeat.campaigns.sender.CapMinutes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** {@link RestoreStore} on PostgreSQL. */
final class PostgresRestoreStore implements RestoreStore {

    /** Of a campaign that is complete a row may have come due since. */
    private static final String LANES = """
            select l.campaign_id, l.sender_id, (c.spec #>> '{schedule,startAt}')::timestamptz as start_at
            from lane l join campaign c using (campaign_id)
            where not l.removed and (c.status in ('scheduled', 'running', 'paused')
                or c.status = 'completed' and exists (select from due d where d.campaign_id = c.campaign_id))""";

    private static final String NOTE = """
            insert into restored_lane (since, campaign_id, sender_id, sends_from, due_left, rows_left)
            values (:since, :campaign, :sender, :from, :most, :most)""";

    private final Database database;
    private final CampaignControl control;

    PostgresRestoreStore(Database database, CampaignControl control) {
        this.database = database;
        this.control = control;
    }

    @Override
    public Doubted doubt(Instant since) {
        database.transact(TimeLimits.MANY_ROWS, handle -> {
            note(handle, since);
            return null;
        });
        List<LaneId> lanes = lanes(since);
        Set<CampaignId> campaigns = lanes.stream().map(LaneId::campaign).collect(Collectors.toSet());
        campaigns.forEach(campaign -> pause(campaign, since));
        long unconfirmed = 0;
        for (LaneId lane : lanes) {
            RestoredRows rows = new RestoredRows(lane, since);
            while (!rows.isDone()) {
                RestoredRows.Piece piece = database.transact(TimeLimits.MANY_ROWS, rows::next);
                rows.passed(piece);
                unconfirmed += piece.settled();
            }
        }
        return new Doubted(campaigns.size(), unconfirmed);
    }

    /** Whatever a person does after this start, a second one with the same time must not undo. */
    private static void note(Handle handle, Instant since) {
        int added = handle.createUpdate("insert into restore values (:since, clock_now()) on conflict do nothing")
                .bind("since", since)
                .execute();
        if (added == 0) {
            return;
        }
        record Found(LaneId lane, @Nullable Instant startAt) {}
        List<Found> found = handle.createQuery(LANES)
                .map((row, context) -> new Found(
                        DispatchRows.lane(row.getObject("campaign_id", UUID.class), row.getString("sender_id")),
                        Times.readNullable(row, "start_at")))
                .list();
        found.forEach(one -> {
            Instant from = later(since, one.startAt());
            handle.createUpdate(NOTE)
                    .bind("since", since)
                    .bind("campaign", one.lane().campaign())
                    .bind("sender", one.lane().sender())
                    .bind("from", from)
                    .bind("most", most(handle, one.lane(), from))
                    .execute();
        });
    }

    private static Instant later(Instant since, @Nullable Instant startAt) {
        return startAt != null && startAt.isAfter(since) ? startAt : since;
    }

    /**
     * How many rows a lane can have taken since then. Behind its sends is what it has passed over: the blocks that others held
     * meanwhile.
     */
    private static long most(Handle handle, LaneId lane, Instant from) {
        LaneView view = DispatchRows.view(handle, lane);
        Duration time = Duration.between(from, view.now());
        AccountView account = view.account();
        if (time.isNegative() || account.key() == null) {
            return 0;
        }
        long byPace = Math.min(
                MostSends.by(account.pacing(), time),
                view.campaign().pacing() == null
                        ? Long.MAX_VALUE
                        : MostSends.by(view.campaign().pacing(), time));
        long byCap = MostSends.byCap(account.cap().daily(), used(handle, account, MostSends.days(time)), time);
        long sends = Math.min(byPace, byCap);
        long held = Blocks.share(account.pacing());
        return sends > Long.MAX_VALUE - held ? Long.MAX_VALUE : sends + held;
    }

    private static long used(Handle handle, AccountView account, Duration within) {
        String since = "(select clock_now() - :seconds * interval '1 second')";
        return handle.createQuery("""
                        select coalesce(sum(%s), 0) from cap_use u
                        where u.account_key = :account and u.minute > %s""".formatted(CapMinutes.sends(since), since))
                .bind("account", account.key())
                .bind("seconds", within.toSeconds())
                .mapTo(Long.class)
                .one();
    }

    private List<LaneId> lanes(Instant since) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select campaign_id, sender_id from restored_lane where since = :since
                        order by campaign_id, sender_id""")
                        .bind("since", since)
                        .map((row, context) ->
                                DispatchRows.lane(row.getObject("campaign_id", UUID.class), row.getString("sender_id")))
                        .list());
    }

    private void pause(CampaignId campaign, Instant since) {
        control.apply(
                campaign,
                Command.PAUSE,
                "drumbeat",
                "The database was restored from a backup: whoever may have been sent to since " + since
                        + " is unconfirmed. Look at them before you resume.",
                "after-restore " + since);
    }
}
