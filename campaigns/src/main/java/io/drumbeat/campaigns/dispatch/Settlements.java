package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.outcome.Verdict;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction settles of one lane at one account: recipients, what vendors may report on, what is found by its
 * status, and the lane's counters and next time, each in one statement however many recipients there are.
 */
final class Settlements {

    private static final String COUNTS = """
            sent = sent + :sent, failed = failed + :failed, unconfirmed = unconfirmed + :unconfirmed,
            skipped = skipped + :skipped, outcomes = outcomes + :outcomes""";

    /** For the rate of the last minutes: what a minute with sends in it moves on. */
    private static final String CLOCK = """
            counted_minute = case when :clocked = 0 then counted_minute else :minute::timestamptz end,
            settled_before_it = case when :clocked = 0 or counted_minute = :minute then settled_before_it
                                     when counted_minute = :minute::timestamptz - interval '1 minute' then settled_in_it
                                     else 0 end,
            settled_in_it = :clocked + case when :clocked = 0 or counted_minute = :minute then settled_in_it else 0 end""";

    /** Writes the recipients, what vendors may report on, and what is found by its status: what {@link #bind} binds. */
    static final String ROWS = """
            with v as (
                select * from unnest(:tapes, :ns, :dispatches, :attempts, :statuses, :messageIds, :codes, :messages,
                                     :begun, :ended, :people, :media)
                    as t (tape, n, dispatch_id, attempt, status, message_id, code, message, begun_at, ended_at, person,
                          uploaded_media)),
            settled as (
                update recipient r set status = v.status, dispatch_id = v.dispatch_id, sender_id = :sender,
                       attempts = v.attempt, error_code = v.code, error_message = v.message, settled_at = v.ended_at,
                       message_id = coalesce(v.message_id,
                           (select p.message_id from past_dispatch p where p.dispatch_id = v.dispatch_id))
                from v where (r.campaign_id, r.tape, r.n) = (:campaign, v.tape, v.n)),
            past as (
                insert into past_dispatch (dispatch_id, account_key, sender_id, campaign_id, tape, n, attempt,
                                           begun_at, message_id, person, phone, uploaded_media)
                select v.dispatch_id, :account, :sender, :campaign, v.tape, v.n, v.attempt, v.begun_at, v.message_id,
                       v.person, case when v.status = 'unconfirmed' then v.person end, v.uploaded_media
                from v where v.status in ('sent', 'unconfirmed')
                on conflict (dispatch_id) do update
                set message_id = coalesce(past_dispatch.message_id, excluded.message_id))
            insert into outcome (campaign_id, status, tape, n)
            select :campaign, v.status, v.tape, v.n from v where v.status <> 'sent' on conflict do nothing""";

    /** Counts in the lane's row, which sent none of it now. */
    static final String COUNTED =
            "update lane set %s where campaign_id = :campaign and sender_id = :sender".formatted(COUNTS);

    /**
     * Writes the row of the lane, whose sends have ended: its counters, and when it comes back, which tells the reconciler
     * too: not before what it was told meanwhile that it waits for. Returns that. Names {@code :dueAt}, the next slot of its account, besides,
     * {@code :ownPace} and {@code :laneRested}, its campaign's own pause and whether that is a rest, and {@code :notSent}.
     */
    static final String LANE = """
            update lane set %s, %s, touched_at = :now, not_before = greatest(not_before, :ownPace),
                   since_rest = case when :laneRested then 0 else greatest(0, since_rest - :notSent) end,
                   next_at = greatest(:dueAt, not_before, :ownPace, case when waits_for in ('cap', 'quiet') then next_at end)
            where campaign_id = :campaign and sender_id = :sender returning next_at""".formatted(COUNTS, CLOCK);

    private final LaneId lane;
    private final AccountKey account;
    private final FinishView view;
    private final List<Settled> settled = new ArrayList<>();
    private int clocked;

    /** Of {@code lane} at {@code account}. */
    Settlements(LaneId lane, AccountKey account, FinishView view) {
        this.lane = lane;
        this.account = account;
        this.view = view;
    }

    /**
     * One of them.
     *
     * @param begun when it began, as far as is known
     * @param counts whether the lane counts it
     */
    private record Settled(Dispatch dispatch, Verdict verdict, Instant begun, Instant ended, boolean counts) {}

    /** Notes {@code verdict} of {@code dispatch}. */
    void add(Dispatch dispatch, Verdict verdict, Instant begun, Instant ended, boolean counts) {
        settled.add(new Settled(dispatch, verdict, begun, ended, counts));
    }

    /** Notes that a send has ended, for the rate of the last minutes. */
    void clock() {
        clocked++;
    }

    /**
     * Binds what was noted so far for {@link #ROWS}, {@link #COUNTED} and {@link #LANE}.
     *
     * @param outcomes how many the failure window counts
     */
    Query bind(Query query, int outcomes) {
        return query.bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .bind("account", account)
                .bind("sent", counted(Status.SENT))
                .bind("failed", counted(Status.FAILED))
                .bind("unconfirmed", counted(Status.UNCONFIRMED))
                .bind("skipped", counted(Status.SKIPPED))
                .bind("outcomes", outcomes)
                .bind("clocked", clocked)
                .bind("now", view.now())
                .bind("minute", view.now().truncatedTo(ChronoUnit.MINUTES))
                .bindArray("tapes", Integer.class, each(one -> one.dispatch().tape()))
                .bindArray("ns", Long.class, each(one -> one.dispatch().n()))
                .bindArray("dispatches", UUID.class, each(one -> one.dispatch().id()))
                .bindArray("attempts", Integer.class, each(one -> one.dispatch().attempt()))
                .bindArray(
                        "statuses",
                        String.class,
                        each(one -> one.verdict().status().text()))
                .bindArray("messageIds", String.class, each(one -> one.verdict().messageId()))
                .bindArray("codes", String.class, each(one -> one.verdict().code()))
                .bindArray("messages", String.class, each(one -> one.verdict().message()))
                .bindArray("begun", Instant.class, each(Settled::begun))
                .bindArray("ended", Instant.class, each(Settled::ended))
                .bindArray(
                        "people",
                        String.class,
                        each(one -> Person.key(one.dispatch().phone())))
                .bindArray("media", String.class, each(one -> one.dispatch().uploadedMedia()));
    }

    private <T extends @Nullable Object> List<T> each(Function<Settled, T> part) {
        List<T> parts = new ArrayList<>();
        settled.forEach(one -> parts.add(part.apply(one)));
        return parts;
    }

    private long counted(Status status) {
        return settled.stream()
                .filter(one -> one.counts() && one.verdict().status() == status)
                .count();
    }
}
