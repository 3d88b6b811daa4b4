package io.drumbeat.campaigns.reply;

import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.suppression.KnownUsers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One transaction of {@link ReplyStore#apply}. */
final class ReplyBatch {

    /** So long after a send what its recipient says is taken for an answer; {@code s} is what was said. */
    private static final String IN_TIME = "begun_at between s.at - interval '7 days' and s.at + interval '1 minute'";

    /**
     * The message that was answered, of this account or, where no other has it, of another one of the same vendor; whatever
     * became of that by other words.
     */
    private static final String ANSWERED = """
            select p.campaign_id, p.tape, p.n, p.begun_at from past_dispatch p
            where p.account_key = s.account_key and p.message_id = s.answered
            union all
            (select (array_agg(p.campaign_id))[1], min(p.tape), min(p.n), min(p.begun_at) from past_dispatch p
             where p.message_id = s.answered
               and split_part(p.account_key, '|', 1) = split_part(s.account_key, '|', 1)
               and split_part(p.account_key, '|', 2) = split_part(s.account_key, '|', 2)
             having count(*) = 1)
            limit 1""";

    /** The account's latest send to the person; one that is on is not over: its message's id may yet be the answered one. */
    private static final String LATEST = """
            select * from (
                select p.campaign_id, p.tape, p.n, p.begun_at, true as over
                from past_dispatch p join recipient r using (campaign_id, tape, n)
                where p.person = s.whose and p.account_key = s.account_key
                  and (r.dispatch_id is distinct from p.dispatch_id or r.status is distinct from 'failed')
                union all
                select r.campaign_id, r.tape, r.n, j.begun_at, false
                from journal j join recipient r using (campaign_id, tape, n)
                where j.account_key = s.account_key and coalesce(r.person, r.phone) = s.whose) sends
            where %s
            order by begun_at desc limit 1""".formatted(IN_TIME);

    private static final String FIND = """
            with batch as materialized (
                select * from reply where next_try <= clock_now() order by next_try, reply_id limit :most
                for update skip locked),
            said as materialized (select s.*, coalesce(s.person, %s) as whose from batch s)
            select s.reply_id, s.at, s.message, s.opts_out, s.at < clock_now() - interval '7 days' as late,
                   s.whose is not null as known,
                   case when a.n is null then l.campaign_id when a.%s then a.campaign_id end as campaign_id,
                   coalesce(a.tape, l.tape) as tape, coalesce(a.n, l.n) as n, coalesce(not l.over, false) as is_on
            from said s
            left join lateral (%s) a on true
            left join lateral (%s) l on a.n is null""".formatted(KnownUsers.WHO, IN_TIME, ANSWERED, LATEST);

    /** In the order of their keys, as whoever else locks several. */
    private static final String WRITE = """
            with told as (
                select campaign_id, tape, n, min(at) filter (where message) as replied_at,
                       min(at) filter (where opts_out) as opted_out_at
                from unnest(:campaigns, :tapes, :ns, :ats, :messages, :optOuts)
                    as t (campaign_id, tape, n, at, message, opts_out)
                group by campaign_id, tape, n),
            known as (
                select t.*, r.replied_at as replied_before, r.opted_out_at as opted_out_before
                from told t join recipient r using (campaign_id, tape, n)
                order by campaign_id, tape, n for update of r),
            written as (
                update recipient r set replied_at = least(r.replied_at, k.replied_at),
                       opted_out_at = least(r.opted_out_at, k.opted_out_at)
                from known k where (r.campaign_id, r.tape, r.n) = (k.campaign_id, k.tape, k.n)
                  and (least(r.replied_at, k.replied_at), least(r.opted_out_at, k.opted_out_at))
                      is distinct from (r.replied_at, r.opted_out_at))
            insert into receipt_count as c (campaign_id, delivered, read, replied, opted_out)
            select campaign_id, 0, 0, count(*) filter (where replied_before is null and replied_at is not null),
                   count(*) filter (where opted_out_before is null and opted_out_at is not null)
            from known group by campaign_id order by campaign_id
            on conflict (campaign_id) do update
            set replied = c.replied + excluded.replied, opted_out = c.opted_out + excluded.opted_out""";

    private final Handle handle;

    ReplyBatch(Handle handle) {
        this.handle = handle;
    }

    /**
     * What was said, and by which recipient.
     *
     * @param known whether it is known who said it
     * @param campaign null: none, in time
     * @param on whether the send is on
     */
    private record Found(
            long id,
            Instant at,
            boolean message,
            boolean optsOut,
            boolean late,
            boolean known,
            @Nullable UUID campaign,
            int tape,
            long n,
            boolean on) {

        static Found read(ResultSet row) throws SQLException {
            return new Found(
                    row.getLong("reply_id"),
                    Times.read(row, "at"),
                    row.getBoolean("message"),
                    row.getBoolean("opts_out"),
                    row.getBoolean("late"),
                    row.getBoolean("known"),
                    row.getObject("campaign_id", UUID.class),
                    row.getInt("tape"),
                    row.getLong("n"),
                    row.getBoolean("is_on"));
        }

        /** Whether something may yet tell whose it is, or which message it answers. */
        boolean waits() {
            return !late && (on || (campaign == null && !known));
        }
    }

    /** How many were looked at, and whether any recipient was among them who wants no more messages. */
    record Looked(int replies, boolean optOuts) {}

    Looked look(int most) {
        List<Found> said = handle.createQuery(FIND)
                .bind("most", most)
                .map((row, context) -> Found.read(row))
                .list();
        List<Found> told = said.stream()
                .filter(one -> one.campaign != null && !one.waits())
                .toList();
        write(told);
        lookAgain(said.stream().filter(Found::waits).map(Found::id).toList());
        handle.createUpdate("delete from reply where reply_id = any (:done)")
                .bindArray(
                        "done",
                        Long.class,
                        said.stream().filter(one -> !one.waits()).map(Found::id).toList())
                .execute();
        return new Looked(said.size(), told.stream().anyMatch(Found::optsOut));
    }

    private void write(List<Found> said) {
        if (!said.isEmpty()) {
            handle.createUpdate(WRITE)
                    .bindArray("campaigns", UUID.class, each(said, Found::campaign))
                    .bindArray("tapes", Short.class, each(said, one -> (short) one.tape))
                    .bindArray("ns", Long.class, each(said, Found::n))
                    .bindArray("ats", Instant.class, each(said, Found::at))
                    .bindArray("messages", Boolean.class, each(said, Found::message))
                    .bindArray("optOuts", Boolean.class, each(said, Found::optsOut))
                    .execute();
        }
    }

    /** Soon at first, since a send's own answer may tell it, then once an hour. */
    private void lookAgain(List<Long> waiting) {
        handle.createUpdate("""
                update reply set looks = looks + 1, next_try = clock_now() + (1 << least(looks, 12)) * interval '1 s'
                where reply_id = any (:waiting)""").bindArray("waiting", Long.class, waiting).execute();
    }

    private static <T extends @Nullable Object> List<T> each(List<Found> said, Function<Found, T> part) {
        List<T> parts = new ArrayList<>();
        said.forEach(one -> parts.add(part.apply(one)));
        return parts;
    }
}
