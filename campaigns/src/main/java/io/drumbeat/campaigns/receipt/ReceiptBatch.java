package io.drumbeat.campaigns.receipt;

import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.outcome.Consequence;
import io.drumbeat.campaigns.outcome.Report;
import io.drumbeat.campaigns.outcome.Standing;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import io.drumbeat.campaigns.suppression.KnownUsers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of {@link ReceiptStore#apply}: finds the recipients of a batch of receipts, gives those that are sent
 * their times, and lets the others wait for another look.
 */
final class ReceiptBatch {

    private static final int LOOKS = 10; // each after twice the time of the one before, from a second on

    private final Handle handle;
    private final List<Long> done = new ArrayList<>();
    private final List<Found> waiting = new ArrayList<>();
    private final List<News> news = new ArrayList<>();

    ReceiptBatch(Handle handle) {
        this.handle = handle;
    }

    /** How many were looked at, how many of them given up, and what of them changes a recipient's status. */
    record Looked(int receipts, int forgotten, List<News> news) {}

    /** To be written through the dispatch store; the receipt itself is looked at again after that. */
    record News(UUID dispatch, Report report, Duration ago) {}

    Looked look(int most) {
        List<Found> found = find(most);
        List<Found> sent = new ArrayList<>();
        for (Found receipt : found) {
            Target target = receipt.target;
            if (target == null) {
                waiting.add(receipt);
            } else if (receipt.stage != Stage.FAILED && target.standing.isSent()) {
                sent.add(receipt);
            } else if (target.standing.yieldsTo(
                    target.dispatch, receipt.report().fate())) {
                learn(receipt, target);
            } else {
                done.add(receipt.id);
            }
        }
        new KnownUsers(handle).learn(knownUsers(found));
        giveTimes(sent);
        release(found);
        int forgotten = forget();
        lookAgain();
        return new Looked(found.size(), forgotten, news);
    }

    /** Whatever is reported of a message, its vendor does not hold it any more. */
    private void release(List<Found> receipts) {
        handle.createUpdate("""
                with released as (
                    delete from held_message where dispatch_id = any (:dispatches) returning campaign_id)
                insert into receipt_count as c (campaign_id, delivered, read, released)
                select campaign_id, 0, 0, count(*) from released group by campaign_id order by campaign_id
                on conflict (campaign_id) do update set released = c.released + excluded.released""")
                .bindArray(
                        "dispatches",
                        UUID.class,
                        receipts.stream()
                                .map(Found::target)
                                .filter(Objects::nonNull)
                                .map(Target::dispatch)
                                .toList())
                .execute();
    }

    /** Of a message that is ours it is known whom it went to, whatever the vendor tells of them. */
    private static NavigableMap<String, String> knownUsers(List<Found> receipts) {
        NavigableMap<String, String> persons = new TreeMap<>();
        receipts.forEach(receipt -> {
            if (receipt.userId != null && receipt.person != null) {
                persons.put(receipt.userId, receipt.person);
            }
        });
        return persons;
    }

    private void learn(Found receipt, Target target) {
        news.add(new News(target.dispatch, receipt.report(), receipt.ago));
        waiting.add(receipt);
    }

    /**
     * A receipt and what it is about.
     *
     * @param person whom the message went to, as a key
     * @param target null: nothing that is over, or nothing at all
     */
    private record Found(
            long id,
            @Nullable String messageId,
            @Nullable String userId,
            @Nullable String person,
            @Nullable UUID guess,
            Stage stage,
            Instant at,
            Duration ago,
            Report.@Nullable Failed failure,
            @Nullable Target target) {

        Report report() {
            return failure == null ? new Report.Taken(messageId, stage != Stage.SENT) : failure;
        }
    }

    /** A dispatch that is over, and its recipient as it stands. */
    private record Target(UUID dispatch, ReceiptTimes.Key key, Standing standing) {}

    /**
     * Those that nobody has looked at yet come first: what has matched nothing so far is most likely a stranger's.
     *
     * <p>By message id, then by dispatch key, whichever account that was: a vendor may report on all of an app's numbers at
     * one of them, and nobody else knows the key. A message id of another account counts too, where that is the same
     * vendor's and no other has it. By phone only where exactly one send of the account can be meant; of what is unconfirmed since a
     * restore any account of the campaign may have sent it.
     */
    private List<Found> find(int most) {
        return handle.createQuery("""
                with new as materialized (
                    select * from receipt where looks = 0 and next_try <= clock_now()
                    order by next_try, receipt_id limit :most for update skip locked),
                again as materialized (
                    select * from receipt where looks > 0 and next_try <= clock_now()
                    order by next_try, receipt_id limit :most - (select count(*) from new) for update skip locked),
                batch as materialized (
                    select t.*, coalesce(phone, (select u.person from user_person u where u.user_id = t.user_id)) as whose
                    from (select * from new union all select * from again) t),
                named as materialized (
                    select b.*, m.dispatch_id as named
                    from batch b left join lateral (
                        select p.dispatch_id from past_dispatch p
                        where p.account_key = b.account_key and p.message_id = b.message_id
                        union all
                        select p.dispatch_id from past_dispatch p where p.dispatch_id = b.dispatch_id
                        union all
                        (select min(p.dispatch_id::text)::uuid from past_dispatch p
                         where p.message_id = b.message_id
                           and split_part(p.account_key, '|', 1) = split_part(b.account_key, '|', 1)
                           and split_part(p.account_key, '|', 2) = split_part(b.account_key, '|', 2)
                         having count(*) = 1)
                        union all
                        select p.dispatch_id from past_dispatch p
                        where p.dispatch_id = b.guess and coalesce(p.message_id = b.message_id, true)
                        limit 1) m on true),
                fitting as materialized (
                    select b.receipt_id, min(f.dispatch_id::text)::uuid as dispatch_id
                    from named b cross join lateral (
                        select j.dispatch_id from journal j join recipient r using (campaign_id, tape, n)
                        where j.account_key = b.account_key and coalesce(r.person, r.phone) = b.whose
                        union all
                        select p.dispatch_id from past_dispatch p join recipient r using (campaign_id, tape, n)
                        where p.account_key = b.account_key and p.phone = b.whose and r.status = 'unconfirmed'
                          and r.dispatch_id = p.dispatch_id and p.begun_at < b.at + interval '1 minute'
                        union all
                        select p.dispatch_id from past_dispatch p join recipient r using (campaign_id, tape, n)
                        where p.person = b.whose and p.account_key <> b.account_key and r.status = 'unconfirmed'
                          and r.error_code = 'after_restore' and r.dispatch_id = p.dispatch_id
                          and p.begun_at < b.at + interval '1 minute'
                          and exists (select from lane l join sender s using (sender_id)
                                      where l.campaign_id = p.campaign_id and s.account_key = b.account_key)) f
                    where b.named is null and b.whose is not null
                    group by b.receipt_id having count(*) = 1)
                select b.receipt_id, b.message_id, b.user_id, coalesce(r.person, r.phone, b.whose) as person, b.stage, b.at,
                       b.consequence, b.code, b.message,
                       extract(epoch from clock_now() - b.at) * 1000 as ago_millis, f.dispatch_id as guess,
                       p.dispatch_id, p.campaign_id, p.tape, p.n, r.status, r.dispatch_id as truth,
                       r.delivered_at is not null as delivered, %s as refused
                from named b left join fitting f using (receipt_id)
                left join past_dispatch p on p.dispatch_id = coalesce(b.named, f.dispatch_id)
                left join recipient r on (r.campaign_id, r.tape, r.n) = (p.campaign_id, p.tape, p.n)""".formatted(Standing.REFUSED))
                .bind("most", most)
                .map((row, context) -> found(row))
                .list();
    }

    private static Found found(ResultSet row) throws SQLException {
        UUID dispatch = row.getObject("dispatch_id", UUID.class);
        String consequence = row.getString("consequence");
        return new Found(
                row.getLong("receipt_id"),
                row.getString("message_id"),
                row.getString("user_id"),
                row.getString("person"),
                row.getObject("guess", UUID.class),
                Stage.valueOf(row.getString("stage").toUpperCase(Locale.ROOT)),
                Times.read(row, "at"),
                Duration.ofMillis(Math.max(0, row.getLong("ago_millis"))),
                consequence == null
                        ? null
                        : new Report.Failed(
                                Consequence.valueOf(consequence.toUpperCase(Locale.ROOT)),
                                row.getString("code"),
                                row.getString("message")),
                dispatch == null
                        ? null
                        : new Target(
                                dispatch,
                                new ReceiptTimes.Key(
                                        row.getObject("campaign_id", UUID.class), row.getInt("tape"), row.getLong("n")),
                                new Standing(
                                        Status.ofNullable(row.getString("status")),
                                        row.getObject("truth", UUID.class),
                                        row.getBoolean("delivered"),
                                        row.getBoolean("refused"))));
    }

    private void giveTimes(List<Found> receipts) {
        ReceiptTimes times = new ReceiptTimes(handle);
        receipts.forEach(receipt -> times.add(key(receipt), receipt.stage, receipt.at));
        Set<ReceiptTimes.Key> given = times.write();
        // The status of the others has just changed.
        receipts.forEach(receipt -> {
            if (given.contains(key(receipt))) {
                done.add(receipt.id);
            } else {
                waiting.add(receipt);
            }
        });
    }

    private static ReceiptTimes.Key key(Found receipt) {
        return Objects.requireNonNull(receipt.target).key;
    }

    /**
     * What is done with, and what has matched nothing for too long: most likely it is not of ours. Too long is told by
     * looks, not by the clock: while nobody looked, what it is about had no way to end either.
     */
    private int forget() {
        handle.createUpdate("delete from receipt where receipt_id = any (:done)")
                .bindArray("done", Long.class, done)
                .execute();
        return handle.createUpdate("delete from receipt where receipt_id = any (:waiting) and looks >= :looks")
                .bindArray("waiting", Long.class, ids())
                .bind("looks", LOOKS)
                .execute();
    }

    private void lookAgain() {
        handle.createUpdate("""
                update receipt r
                set looks = r.looks + 1, next_try = clock_now() + (1 << r.looks) * interval '1 s',
                    guess = coalesce(r.guess, w.guess)
                from unnest(:waiting, :guesses) as w (receipt_id, guess)
                where r.receipt_id = w.receipt_id""")
                .bindArray("waiting", Long.class, ids())
                .bindArray(
                        "guesses",
                        UUID.class,
                        waiting.stream().map(Found::guess).toList())
                .execute();
    }

    private List<Long> ids() {
        return waiting.stream().map(Found::id).toList();
    }
}
