package io.drumbeat.campaigns.trimming;

import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.sender.CapMinutes;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A table of which something is over at some time. The journal is none: what it has of a campaign that has ended, the
 * reconciler settles.
 *
 * @param most rows that one transaction deletes
 * @param over which of its rows, {@code t}, are
 * @param also what is done with those, {@code old}, beside deleting them: more common table expressions
 */
record Trimmed(String table, int most, String over, String also) {

    /** 2 MiB. */
    private static final int PAGES = 256;

    private static final int ROWS = 10_000;
    private static final int FILES = 4;

    /** So long vendors try to deliver a message, at most, and repeat a callback. */
    private static final String LONG_AGO = "clock_now() - interval '30 days'";

    private static final String OF_CAMPAIGNS =
            "t.campaign_id in (select campaign_id from campaign where finished_at < " + LONG_AGO;

    private static final String ENDED = OF_CAMPAIGNS + ")";

    /** Nothing of these is ever sent; one that failed may be retried. */
    private static final String CANCELLED = OF_CAMPAIGNS + " and status = 'cancelled')";

    private static final String TELL_RECIPIENT = """
            , told as (
                update recipient r set attempts = old.attempts, error_code = old.error_code from old
                where (r.campaign_id, r.tape, r.n) = (old.campaign_id, old.tape, old.n))""";

    /** Somebody who has opted out may have asked for messages before, in a callback that comes again. */
    private static final String NO_OPT_OUT = """
            t.said_at < %s
            and not exists (select from suppression s where s.phone = t.phone and s.opt_out)""".formatted(LONG_AGO);

    /**
     * Long after it was brought for the last time: a campaign may be about to be made with it. That of erased campaigns goes as
     * soon as such a post would be over.
     */
    private static final String UNNAMED = """
            t.created_at < case when t.erased then clock_now() - interval '1 hour' else %s end
            and not exists (select from campaign c where c.media_sha256 = t.sha256)""".formatted(LONG_AGO);

    private static final String WITH_PARTS = """
            , published as (delete from publication p using old where p.sha256 = old.sha256),
            parts as (delete from media_chunk m using old where m.sha256 = old.sha256)""";

    private static final String FREE_PLACES = """
            , places as (
                update portfolio p set used = p.used - o.many
                from (select portfolio_id, count(*) as many from old group by portfolio_id) o
                where p.portfolio_id = o.portfolio_id)""";

    /** All of them. */
    static final List<Trimmed> TABLES = List.of(
            new Trimmed("past_dispatch", ROWS, ENDED, ""),
            new Trimmed("due", ROWS, CANCELLED, TELL_RECIPIENT),
            new Trimmed("free_block", ROWS, CANCELLED, ""),
            new Trimmed("last_word", ROWS, NO_OPT_OUT, ""),
            new Trimmed("media_asset", FILES, UNNAMED, WITH_PARTS),
            new Trimmed("cap_use", ROWS, "t.minute < clock_now() - interval '25 hours'", ""),
            new Trimmed("cap_use", ROWS, CapMinutes.MINUTE_OF_PAST_HOUR, CapMinutes.AS_HOURS),
            new Trimmed("portfolio_recipient", ROWS, "t.sent_at < clock_now() - interval '25 hours'", FREE_PLACES),
            new Trimmed("portfolio_writer", ROWS, "t.wrote_at < clock_now() - interval '25 hours'", ""),
            new Trimmed("erased_dispatch", ROWS, "t.at < " + LONG_AGO, ""),
            new Trimmed("held_message", ROWS, ENDED, ""),
            new Trimmed("vendor_notice", ROWS, "t.at < " + LONG_AGO, ""),
            new Trimmed("worker", ROWS, "t.seen_at < clock_now() - interval '1 day'", ""),
            new Trimmed("audit_log", ROWS, "t.at < clock_now() - interval '400 days'", ""),
            new Trimmed("session", ROWS, "t.expires_at <= clock_now()", ""));

    /** What was done with a piece. */
    record Piece(long nextPage, boolean last, Instant inAnHour) {}

    /** Deletes what is over in the piece from {@code page} on, as far as nobody else has it locked. */
    Piece piece(Handle handle, long page) {
        // By its place in the table: no index has to know what is over, and none slows what is written all the time.
        int deleted = handle.createUpdate("""
                        with old as (
                            select t.ctid as place, t.* from %1$s t
                            where t.ctid >= cast(:from as tid) and t.ctid < cast(:to as tid)
                              and %2$s
                            limit :most for update of t skip locked)%3$s
                        delete from %1$s where ctid = any (array(select place from old))""".formatted(table, over, also))
                .bind("from", "(%d,0)".formatted(page))
                .bind("to", "(%d,0)".formatted(page + PAGES))
                .bind("most", most)
                .execute();
        long nextPage = deleted < most ? page + PAGES : page;
        return handle.createQuery("""
                        select pg_relation_size(cast(:table as regclass)) / cast(current_setting('block_size') as int) as pages,
                               clock_now() + interval '1 hour' as in_an_hour""")
                .bind("table", table)
                .map((row, context) ->
                        new Piece(nextPage, nextPage >= row.getLong("pages"), Times.read(row, "in_an_hour")))
                .one();
    }
}
