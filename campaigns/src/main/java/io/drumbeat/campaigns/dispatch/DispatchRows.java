package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Blocked;
import io.drumbeat.campaigns.campaign.control.Gate;
import io.drumbeat.campaigns.database.Replies;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The dispatch protocol's locks, in docs/protocol.md#lock-order, and what is read under them. */
final class DispatchRows {

    /** What a lane must hear of, of {@code c} and {@code a}: compared for equality, since another account counts anew. */
    static final String NEWS = "concat_ws(' ', c.version, a.account_key, a.version)";

    /**
     * Goes along with the account's lock. A group of one would be planned anew each time, since the plan for any number
     * looks dearer, and planning costs more than running. And everything is found by a key: what was planned while a table
     * was small must not read all of it once it has grown.
     */
    private static final String ONE_PLAN = """
            set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)""";

    /** Nothing more. */
    static final Also<Boolean> NOTHING = new Also<>("select true", UnaryOperator.identity(), replies -> true);

    private static final String LOCK_BY_SENDER = """
            select account_key, %s from account
            where account_key = (select account_key from sender where sender_id = :sender) for update""".formatted(ONE_PLAN);

    private static final String LOCK =
            "select account_key, %s from account where account_key = :account for update".formatted(ONE_PLAN);

    private static final String VIEW =
            """
            select clock_now() as now, %s as news, %s as blocked, l.not_before, l.since_rest as lane_since_rest, %s, %s, %s,
                   l.campaign_id, coalesce(l.served_at, 'epoch') as served_at, q.ahead, q.others - q.ahead as behind,
                   exists (select from due d where d.campaign_id = l.campaign_id and d.due_at <= clock_now())
                       as anything_due
            from lane l join campaign c on c.campaign_id = l.campaign_id
            left join sender s on s.sender_id = l.sender_id
            left join account a on a.account_key = s.account_key
            left join failure_window w on w.campaign_id = l.campaign_id
            -- Only who may begin asks: what else a campaign may be than running ends that. So none of theirs is looked up.
            cross join lateral (
                select count(*) as others,
                       count(*) filter (where (coalesce(o.served_at, 'epoch'), o.campaign_id)
                                              < (coalesce(l.served_at, 'epoch'), l.campaign_id)) as ahead
                from lane o
                where o.sender_id = l.sender_id and not o.ended and o.campaign_id <> l.campaign_id
                  and o.asked_at > (select clock_now() - interval '15 s')
                  and o.next_at > (select clock_now() - interval '5 s')
                  and o.not_before <= (select clock_now())) q
            where l.campaign_id = :campaign and l.sender_id = :sender""".formatted(NEWS, Blocked.REASON, LaneView.BLOCK, CampaignView.COLUMNS, AccountView.COLUMNS);

    private static final String FINISH_VIEW = """
            select clock_now() as now, c.status, w.enough, c.spec ->> 'onUnconfirmed' = 'resend' as resends,
                   l.since_rest as lane_since_rest, s.portfolio_id, %s, %s, %s
            from lane l join campaign c on c.campaign_id = l.campaign_id
            left join sender s on s.sender_id = l.sender_id
            left join account a on a.account_key = :account
            left join failure_window w on w.campaign_id = l.campaign_id
            where l.campaign_id = :campaign and l.sender_id = :sender""".formatted(CampaignView.PACING, LaneView.BLOCK, AccountPace.COLUMNS);

    private DispatchRows() {}

    /**
     * What is asked for in the round trip that takes the locks, which it sees as the view does.
     *
     * @param statement may name {@code :campaign} and {@code :sender}
     * @param binds whatever else it names
     */
    record Also<T>(String statement, UnaryOperator<Query> binds, Function<Replies, T> reader) {}

    /** A view under the locks, and what was asked for with it. */
    record Locked<V, T>(V view, T also) {}

    /** Gate first, then the account: what everybody who writes a lane, the tape or the journal holds. */
    static LaneView locked(Handle handle, LaneId lane) {
        return locked(handle, lane, NOTHING).view();
    }

    static <T> Locked<LaneView, T> locked(Handle handle, LaneId lane, Also<T> also) {
        while (true) {
            Query query = handle.createQuery(Replies.together(Gate.SHARED, LOCK_BY_SENDER, VIEW, also.statement()))
                    .bind("campaign", lane.campaign())
                    .bind("sender", lane.sender());
            Optional<Locked<LaneView, T>> locked = also.binds().apply(query).execute(Replies.read(replies -> {
                replies.skip(1);
                Optional<AccountKey> account =
                        replies.first((row, context) -> new AccountKey(row.getString("account_key")));
                LaneView view =
                        replies.first((row, context) -> LaneView.read(row)).orElseThrow(() -> noSuch(lane));
                // While this waited, senders.json may have given the sender another account.
                return account.equals(Optional.ofNullable(view.account().key()))
                        ? Optional.of(new Locked<>(view, also.reader().apply(replies)))
                        : Optional.empty();
            }));
            if (locked.isPresent()) {
                return locked.get();
            }
        }
    }

    /** As {@link #locked}, for sends that were begun at {@code account}, whatever account their sender has by now. */
    static <T> Locked<FinishView, T> locked(Handle handle, LaneId lane, AccountKey account, Also<T> also) {
        Query query = handle.createQuery(Replies.together(Gate.SHARED, LOCK, FINISH_VIEW, also.statement()))
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .bind("account", account);
        return also.binds().apply(query).execute(Replies.read(replies -> {
            replies.skip(2);
            FinishView view =
                    replies.first((row, context) -> FinishView.read(row)).orElseThrow(() -> noSuch(lane));
            return new Locked<>(view, also.reader().apply(replies));
        }));
    }

    /** Without locks. */
    static LaneView view(Handle handle, LaneId lane) {
        return handle.createQuery(VIEW)
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .map((row, context) -> LaneView.read(row))
                .findOne()
                .orElseThrow(() -> noSuch(lane));
    }

    private static NotInDatabase noSuch(LaneId lane) {
        return new NotInDatabase("lane " + lane);
    }

    /** A dispatch that is over, as vendors may report on it. */
    static Optional<Dispatch> past(Handle handle, UUID dispatch) {
        return handle.createQuery("""
                select p.dispatch_id, p.campaign_id, p.sender_id, p.account_key, p.tape, p.n, p.attempt,
                       p.uploaded_media, r.line, r.phone, r.variables
                from past_dispatch p join recipient r using (campaign_id, tape, n) where p.dispatch_id = :dispatch""")
                .bind("dispatch", dispatch)
                .map((row, context) -> dispatch(row, row.getString("uploaded_media")))
                .findOne();
    }

    /** Those of {@code dispatches} that were begun, whether they are over or not. */
    static List<Dispatch> begun(Handle handle, List<UUID> dispatches) {
        List<Dispatch> begun = new ArrayList<>(journal(
                handle,
                "j.dispatch_id = any (:dispatches)",
                query -> query.bindArray("dispatches", UUID.class, dispatches)));
        dispatches.forEach(dispatch -> past(handle, dispatch).ifPresent(begun::add));
        return begun;
    }

    /** Dispatches that are on, or were when their process ended. */
    static List<Dispatch> journal(Handle handle, String which, UnaryOperator<Query> binds) {
        Query query = handle.createQuery("""
                select j.dispatch_id, j.campaign_id, j.sender_id, j.account_key, j.tape, j.n, j.attempt,
                       r.line, r.phone, r.variables
                from journal j join recipient r using (campaign_id, tape, n) where\s""" + which);
        return binds.apply(query).map((row, context) -> dispatch(row, null)).list();
    }

    private static Dispatch dispatch(ResultSet row, @Nullable String uploadedMedia) throws SQLException {
        return Tape.Row.of(row, row.getInt("attempt"))
                .dispatch(
                        row.getObject("dispatch_id", UUID.class),
                        lane(row.getObject("campaign_id", UUID.class), row.getString("sender_id")),
                        new AccountKey(row.getString("account_key")),
                        uploadedMedia);
    }

    static LaneId lane(UUID campaign, String sender) {
        return new LaneId(new CampaignId(campaign), new SenderId(sender));
    }
}
