package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.pacing.Rest;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Writes what a begin takes: its lines of the journal, its slots, its part of the cap, and what the lane knows. */
final class Taking {

    /** What a send may still take once its deadline has passed, where it left as soon as usual. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** From when it leaves to when its first byte has; half of that where its slot is half a second away. */
    private static final Duration TO_THE_FIRST_BYTE = Duration.ofSeconds(1);

    private static final String WRITE = """
            with taken as (
                select * from unnest(:dispatches, :tapes, :ns, :attempts, :starts)
                    as t (dispatch_id, tape, n, attempt, starts_at)),
            %s
            line as (
                insert into journal (dispatch_id, campaign_id, tape, n, sender_id, account_key, attempt,
                                     worker, begun_at, leaves_by, lease_until)
                select dispatch_id, :campaign, tape, n, :sender, :account, attempt, :worker, starts_at,
                       greatest(starts_at - interval '0.5 s', :now) + :leavesMillis * interval '1 ms',
                       starts_at + :leaseMillis * interval '1 ms' from taken),
            slot as (
                update account set capped_until = null, due_at = :dueAt, held_by = :holder::uuid, held_since = :heldSince::timestamptz,
                       lease_until = :slotLease::timestamptz, since_rest = :sinceRest,
                       first_send_at = coalesce(first_send_at, :first)
                where account_key = :account),
            use as (
                insert into cap_use (account_key, minute, sends)
                select :account, date_trunc('minute', starts_at), count(*) from taken group by 2
                on conflict (account_key, minute) do update set sends = cap_use.sends + excluded.sends)
            update lane set served_at = :now, asked_at = null, touched_at = :now, next_at = :lease, waits_for = null,
                   wait_reason = null, heard = :news, not_before = greatest(not_before, :notBefore),
                   since_rest = :laneSinceRest, block_tape = :tape, block_lo = :lo, block_hi = :hi
            where campaign_id = :campaign and sender_id = :sender""";

    private static final String OF_NO_PORTFOLIO = WRITE.formatted("");
    private static final String OF_A_PORTFOLIO = WRITE.formatted(Places.TAKE);

    private final Handle handle;
    private final LaneId lane;
    private final LaneView view;
    private final AccountKey account;

    /** What {@code view} of {@code lane} allows at {@code account}, whose lock the caller holds. */
    Taking(Handle handle, LaneId lane, LaneView view, AccountKey account) {
        this.handle = handle;
        this.lane = lane;
        this.view = view;
        this.account = account;
    }

    /**
     * Takes {@code rows}, each by the dispatch and from the start that stand in its place.
     *
     * @param dueAt the account's next slot after them
     * @param longest what one of these sends may take
     * @param block what is left of what the lane holds, null: nothing
     */
    void write(
            List<UUID> dispatches,
            List<Tape.Row> rows,
            List<Instant> starts,
            Instant dueAt,
            Duration longest,
            LaneView.@Nullable Block block,
            Means means) {
        Instant last = starts.get(starts.size() - 1);
        Duration leased = longest.plus(GRACE).plus(means.leavesWithin()).minus(Means.USUALLY_LEAVES_WITHIN);
        Instant lease = last.plus(leased);
        Pacing pacing = view.account().pacing();
        boolean holds = pacing instanceof Pacing.Delay; // how many a rate has on, the journal says
        // A delay rests once its send has ended, a rate from its last slot on.
        int sinceRest = view.account().pace().sinceRest() + rows.size();
        Duration accountRests = Rest.due(pacing, sinceRest);
        Pacing own = view.campaign().pacing();
        int laneSinceRest = view.own().sinceRest() + rows.size();
        Duration campaignRests = Rest.due(own, laneSinceRest);
        Blocks.bind(block, statement(rows))
                .bindArray("dispatches", UUID.class, dispatches)
                .bindArray(
                        "tapes",
                        Integer.class,
                        rows.stream().map(Tape.Row::tape).toList())
                .bindArray("ns", Long.class, rows.stream().map(Tape.Row::n).toList())
                .bindArray(
                        "attempts",
                        Integer.class,
                        rows.stream().map(Tape.Row::attempt).toList())
                .bindArray("starts", Instant.class, starts)
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .bind("account", account)
                .bind("worker", means.worker())
                .bind(
                        "leavesMillis",
                        means.leavesWithin().plus(TO_THE_FIRST_BYTE).toMillis())
                .bind("leaseMillis", leased.toMillis())
                .bind("now", view.now())
                .bind("lease", lease)
                .bind("dueAt", holds ? dueAt : last.plus(accountRests).isAfter(dueAt) ? last.plus(accountRests) : dueAt)
                .bind("first", starts.get(0))
                .bind("sinceRest", holds || accountRests.isZero() ? sinceRest : 0)
                .bind("laneSinceRest", own instanceof Pacing.Rate && !campaignRests.isZero() ? 0 : laneSinceRest)
                .bind("holder", holds ? dispatches.get(0) : null)
                .bind("heldSince", holds ? view.now() : null)
                .bind("slotLease", holds ? lease.plus(Pauses.longest(pacing)).plus(accountRests) : null)
                .bind("news", view.news())
                .bind("notBefore", notBefore(last, campaignRests))
                .execute();
    }

    private Update statement(List<Tape.Row> rows) {
        String portfolio = view.account().portfolio();
        return portfolio == null
                ? handle.createUpdate(OF_NO_PORTFOLIO)
                : handle.createUpdate(OF_A_PORTFOLIO)
                        .bind("portfolio", portfolio)
                        .bindArray(
                                "people",
                                String.class,
                                rows.stream()
                                        .map(row -> Person.key(row.phone()))
                                        .toList());
    }

    /** A campaign's own slower rate; its own slower pause is known when the send has ended. */
    private Instant notBefore(Instant last, Duration rest) {
        return view.campaign().pacing() instanceof Pacing.Rate own
                ? last.plus(own.interval()).plus(rest)
                : Instant.EPOCH;
    }
}
