package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Blocked;
import io.drumbeat.campaigns.campaign.Gate;
import io.drumbeat.campaigns.campaign.Unsettled;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The dispatch protocol's locks, in docs/protocol.md#lock-order, and what is read under them. */
final class DispatchRows {

    /** What a lane must hear of, of {@code c} and {@code a}: compared for equality, since another account counts anew. */
    static final String NEWS = "concat_ws(' ', c.version, a.account_key, a.version)";

    /**
     * Goes along with the account's lock: a group of one would be planned anew each time, since the plan for any number
     * looks dearer, and planning costs more than running.
     */
    private static final String ONE_PLAN = "set_config('plan_cache_mode', 'force_generic_plan', true) as plans";

    private DispatchRows() {}

    /** Gate first, then the account: what everybody who writes a lane, the tape or the journal holds. */
    static LaneView locked(Handle handle, LaneId lane) {
        Gate.shared(handle, lane.campaign());
        while (true) {
            Optional<AccountKey> account = lockAccount(handle, lane);
            LaneView view = view(handle, lane, null);
            // While this waited, senders.json may have given the sender another account.
            if (account.equals(Optional.ofNullable(view.account().key()))) {
                return view;
            }
        }
    }

    private static Optional<AccountKey> lockAccount(Handle handle, LaneId lane) {
        return handle.createQuery("""
                select account_key, %s from account
                where account_key = (select account_key from sender where sender_id = :sender) for update""".formatted(ONE_PLAN))
                .bind("sender", lane.sender())
                .map((row, context) -> new AccountKey(row.getString("account_key")))
                .findOne();
    }

    /** As {@link #locked}, where the account is known. */
    static LaneView locked(Handle handle, LaneId lane, AccountKey account) {
        Gate.shared(handle, lane.campaign());
        handle.createQuery("select account_key, %s from account where account_key = :account for update"
                        .formatted(ONE_PLAN))
                .bind("account", account)
                .map((row, context) -> row.getString("account_key"))
                .findOne();
        return view(handle, lane, account);
    }

    /** @param account by which to look, whatever the sender's is by now; null: by the sender's */
    static LaneView view(Handle handle, LaneId lane, @Nullable AccountKey account) {
        // A condition that could mean either would keep PostgreSQL from the index: it halved the rate.
        String whose = account == null ? "s.account_key" : ":account";
        Query query = handle.createQuery("""
                select clock_now() as now, c.status, c.status_reason, %s as news,
                       c.spec #>> '{pacing,minDelay}' as campaign_min, c.spec #>> '{pacing,maxDelay}' as campaign_max,
                       c.spec #>> '{pacing,ratePerSecond}' as campaign_rate,
                       %s as blocked, a.account_key, s.min_delay_ms, s.max_delay_ms,
                       s.rate_per_second, s.max_in_flight, s.daily_cap, s.timeout_ms,
                       a.due_at, a.held_by, a.lease_until, a.held_since, a.usual_send_millis, a.trouble_reason,
                       a.trouble as failures, a.backed_off_at, a.slowed_rate, a.slowed_at,
                       a.trouble_since is not null as in_trouble, a.capped_until, a.paused_by,
                       w.tripped, l.not_before, l.block_tape, l.block_lo, l.block_hi,
                       (select p.reference from publication p
                         where p.sha256 = c.media_sha256 and p.account_key = s.account_key
                           and coalesce(p.expires_at > clock_now(), true)) as reference,
                       (select count(*) from lane o join campaign oc on oc.campaign_id = o.campaign_id
                         where o.sender_id = l.sender_id and not o.ended and o.campaign_id <> l.campaign_id
                           and oc.status = 'running' and o.asked_at > clock_now() - interval '15 s'
                           and o.not_before <= clock_now()
                           and (coalesce(o.served_at, 'epoch'), o.campaign_id)
                             < (coalesce(l.served_at, 'epoch'), l.campaign_id)) as ahead,
                       %s as anything_left
                from lane l join campaign c on c.campaign_id = l.campaign_id
                left join sender s on s.sender_id = l.sender_id
                left join account a on a.account_key = %s
                left join failure_window w on w.campaign_id = l.campaign_id
                where l.campaign_id = :campaign and l.sender_id = :sender""".formatted(NEWS, Blocked.REASON, Unsettled.ANY, whose))
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender());
        if (account != null) {
            query.bind("account", account);
        }
        return query.map((row, context) -> LaneView.read(row))
                .findOne()
                .orElseThrow(() -> new IllegalArgumentException("there is no lane " + lane));
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
