package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.database.Replies;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.sender.Portfolio;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/**
 * The places that a portfolio has for people who are sent to, over all its accounts and campaigns
 * (docs/protocol.md#portfolio-places). Only a begin that holds the portfolio's lock gives places away.
 */
final class Places {

    /** In SQL, of {@code :portfolio}: people who wrote to it just now. %s is the person, by the name of its table. */
    private static final String WROTE = """
            exists (select from portfolio_writer w
                     where w.portfolio_id = :portfolio and w.person = %%s and w.wrote_at > (select clock_now() - %s))""".formatted(Portfolio.FREE);

    private static final String PERSON = "coalesce(r.person, r.phone)";

    /** In SQL, of {@code :portfolio} and recipient {@code r}: it costs no place, having one or needing none. */
    static final String COSTS_NONE = """
            (exists (select from portfolio_recipient known
                      where known.portfolio_id = :portfolio and known.person = %s
                        and known.sent_at > (select clock_now() - %s))
             or %s)""".formatted(PERSON, Portfolio.WINDOW, WROTE.formatted(PERSON));

    /** So many whose day is over one begin clears away: a whole day's would hold the others up. */
    private static final int MOST_CLEARED = 1000;

    private static final String LOCK = "select true from portfolio where portfolio_id = :portfolio for update";

    private static final String CLEAR = """
            with gone as (
                delete from portfolio_recipient where ctid = any (array(
                    select ctid from portfolio_recipient
                    where portfolio_id = :portfolio and sent_at <= (select clock_now() - %s)
                    order by sent_at limit :most for update skip locked))
                returning 1),
            places as (select count(*)::int as free from gone)
            update portfolio set used = used - free from places where portfolio_id = :portfolio and free > 0""".formatted(Portfolio.WINDOW);

    private static final String LEFT =
            "select unique_recipients - used as places from portfolio where portfolio_id = :portfolio";

    /** Adds to a statement that has {@code taken}: each person's last time, and the places of those who are new. */
    static final String TAKE = """
            counted as (
                insert into portfolio_recipient as known (portfolio_id, person, sent_at, dispatch_id)
                select distinct on (person) :portfolio, person, starts_at, dispatch_id
                from taken join unnest(:dispatches, :people) as p (id, person) on p.id = taken.dispatch_id
                where not %s
                order by person
                on conflict (portfolio_id, person) do update
                set sent_before = known.sent_at, sent_at = greatest(known.sent_at, excluded.sent_at),
                    dispatch_id = excluded.dispatch_id
                returning sent_before is null as is_new),
            places as (
                update portfolio set used = used + (select count(*) from counted where is_new)
                where portfolio_id = :portfolio),""".formatted(WROTE.formatted("p.person"));

    private final Handle handle;
    private final String portfolio;

    /** @param handle within a begin, whose account's lock is held */
    Places(Handle handle, String portfolio) {
        this.handle = handle;
        this.portfolio = portfolio;
    }

    /** Locks the portfolio until the transaction ends, and says how many places it has left; none or fewer: it is full. */
    long lock() {
        return handle.createQuery(Replies.together(LOCK, CLEAR, LEFT))
                .bind("portfolio", portfolio)
                .bind("most", MOST_CLEARED)
                .execute(Replies.read(replies -> {
                    replies.skip(2);
                    return replies.first((row, context) -> row.getLong("places"))
                            .orElseThrow();
                }));
    }

    /** Whether whoever has {@code phone} costs no place: they have one, or need none. */
    boolean hasOne(String phone) {
        return handle.createQuery(
                        "select %s from (select cast(:person as text) as person, cast(null as text) as phone) r"
                                .formatted(COSTS_NONE))
                .bind("portfolio", portfolio)
                .bind("person", Person.key(phone))
                .mapTo(Boolean.class)
                .one();
    }

    /** Until a full one has a place again. */
    Duration untilOneIsFree() {
        return handle.createQuery("""
                select extract(epoch from o.sent_at + %s - clock_now()) * 1000 as millis
                from portfolio p cross join lateral (
                    select u.sent_at from portfolio_recipient u where u.portfolio_id = p.portfolio_id
                    order by u.sent_at offset greatest(0, p.used - p.unique_recipients) limit 1) o
                where p.portfolio_id = :portfolio""".formatted(Portfolio.WINDOW))
                .bind("portfolio", portfolio)
                .mapTo(Double.class)
                .findOne()
                .map(millis -> Duration.ofMillis((long) Math.ceil(Math.max(0, millis))))
                .orElse(Duration.ZERO);
    }

    /**
     * For a send that surely was not one: the person's time is what it was before. The place itself is free at the next
     * begin, so that this needs no lock of the portfolio; nothing where a later send has it, or none was taken.
     */
    static void giveBack(Handle handle, String portfolio, Dispatch dispatch) {
        handle.createUpdate("""
                update portfolio_recipient set sent_at = coalesce(sent_before, '-infinity')
                where portfolio_id = :portfolio and person = :person and dispatch_id = :dispatch""")
                .bind("portfolio", portfolio)
                .bind("person", Person.key(dispatch.phone()))
                .bind("dispatch", dispatch.id())
                .execute();
    }
}
