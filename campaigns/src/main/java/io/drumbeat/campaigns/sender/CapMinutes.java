package io.drumbeat.campaigns.sender;

/**
 * How an account's sends are counted for its cap, in SQL: {@code cap_use} has a row for each of its minutes, and one for all of
 * an hour that is over (docs/protocol.md#rolling-cap).
 */
public final class CapMinutes {

    /** Of minutes that begin in it, all sends count. */
    public static final String WINDOW = "interval '24 hours 1 minute'";

    /** When it begins. */
    public static final String SINCE = "(select clock_now() - %s)".formatted(WINDOW);

    /** Of {@code t}: it is to become a part of its hour. By then all begins of that hour have counted their sends. */
    public static final String MINUTE_OF_PAST_HOUR =
            "t.sent_by is null and t.minute < date_bin('1 hour', clock_now() - interval '5 minutes', 'epoch')";

    /** More common table expressions: makes minutes, {@code old}, which are deleted meanwhile, a part of their hours. */
    public static final String AS_HOURS = """
            , hours as (
                insert into cap_use as u (account_key, minute, sends, sent_by)
                select account_key, last_second, max(sent), array_agg(sent order by i) from (
                    select account_key, %s as last_second, i,
                           coalesce(sum(sends) filter (where minute < %s + i * interval '1 minute'), 0)::int as sent
                    from old cross join generate_series(1, 60) i group by account_key, last_second, i) s
                group by account_key, last_second
                on conflict (account_key, minute) do update set sends = u.sends + excluded.sends, sent_by = array(
                    select a + b from unnest(u.sent_by, excluded.sent_by) with ordinality as t (a, b, i) order by i))""".formatted(lastSecond("minute"), hour("minute"));

    /** Gives a send of {@code :account} in {@code :minute} back, which is a part of its hour. */
    public static final String GIVE_BACK_OF_HOUR =
            """
            update cap_use u set sends = u.sends - 1, sent_by = array(
                select case when %1$s + i * interval '1 minute' > :minute then sent - 1 else sent end
                from unnest(u.sent_by) with ordinality as t (sent, i) order by i)
            where u.account_key = :account and u.minute = %2$s
              and exists (select from (%3$s) p where p.minute = :minute)""".formatted(hour("u.minute"), lastSecond(":minute"), parts(1, "'epoch'::timestamptz"));

    private CapMinutes() {}

    /** Of row {@code u}: how many of its sends are in minutes that begin after {@code since}, an expression in SQL. */
    public static String sends(String since) {
        return "u.sends - coalesce(%s, 0)".formatted(sentUntil(since));
    }

    /**
     * What of row {@code u} is in minutes that begin after {@code since}: a table of {@code sends} that were in
     * {@code many} minutes together, and the last {@code minute} of these.
     *
     * @param many a divisor of 60; a row that is a minute stays one
     * @param since an expression in SQL
     */
    public static String parts(int many, String since) {
        return """
                select u.minute, u.sends where u.sent_by is null
                union all
                select * from (
                    select %1$s + (i - 1) * interval '1 minute' as minute,
                           u.sent_by[i] - coalesce(greatest(u.sent_by[i - %2$d], %3$s), 0) as sends
                    from generate_series(%2$d, 60, %2$d) i where u.sent_by is not null) p
                where sends > 0""".formatted(hour("u.minute"), many, sentUntil(since));
    }

    /** Null where none was, or the row is a minute. */
    private static String sentUntil(String since) {
        return "u.sent_by[floor(extract(epoch from %s - %s) / 60)::int + 1]".formatted(since, hour("u.minute"));
    }

    /** No time zone's: not all of them have the same. */
    private static String hour(String minute) {
        return "date_bin('1 hour', %s, 'epoch')".formatted(minute);
    }

    /** What an hour's row has as its minute: no minute has it, and it counts as long as any of the hour's does. */
    private static String lastSecond(String minute) {
        return hour(minute) + " + interval '59 minutes 59 seconds'";
    }
}
