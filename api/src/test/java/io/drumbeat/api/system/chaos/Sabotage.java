package io.drumbeat.api.system.chaos;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Breaks every rule at a site where nothing else is wrong, behind Drumbeat's back in its tables. What the harness then does not
 * find, it could not find of Drumbeat either.
 */
final class Sabotage {

    private static final Duration FOUND_WITHIN = Duration.ofMinutes(5);
    private static final int RECIPIENTS = 1_000;

    /**
     * So long that one send is still on when another lane's begins, however slow the machine is at beginning them, and so short
     * that a number with six at a time is still faster than its rate.
     */
    private static final Duration VENDOR_TAKES = Duration.ofMillis(150);

    private static final Site.Setting SETTING = new Site.Setting(Site.Shape.SERVE, Numbers.Night.NOW, VENDOR_TAKES);

    /** Done again and again: what Drumbeat takes for the time of the next send, for a limit, for a pause. */
    private static final List<String> ALWAYS = List.of(
            // GAP_KEPT and, since one begins beside the other, IN_FLIGHT_KEPT
            "update account set due_at = 'epoch', held_by = null, lease_until = null",
            // CAMPAIGN_GAP_KEPT
            "update campaign set spec = spec - 'pacing', version = version + 1 where spec ? 'pacing'",
            // RATE_KEPT
            "update sender set rate_per_second = 500, max_in_flight = 64 where rate_per_second < 500",
            // DAILY_CAP_KEPT
            "update sender set daily_cap = null where daily_cap is not null",
            // PORTFOLIO_KEPT
            "update portfolio set unique_recipients = 100000 where unique_recipients < 100000",
            // QUIET_KEPT
            "update sender set quiet_hours = null where quiet_hours is not null",
            // PAUSE_HOLDS
            "update campaign set status = 'running', version = version + 1 where status = 'paused'");

    /** Done once, in the middle. */
    private static final List<String> ONCE = List.of(
            // SENT_ONCE
            """
            with again as (
                update recipient set status = null where (campaign_id, tape, n) in (
                    select campaign_id, tape, n from recipient where status = 'sent' limit 5)
                returning campaign_id, tape, n)
            insert into due (campaign_id, tape, n, due_at, attempts, dispatch_id)
            select campaign_id, tape, n, clock_timestamp(), 0, gen_random_uuid() from again""",
            // NOBODY_ELSE, and NOBODY_LOST for whoever it was
            """
            update recipient set phone = '+4915112345678' where (campaign_id, tape, n) in (
                select campaign_id, tape, n from recipient where status is null order by n offset 30 limit 1)""",
            // ENDING_TRUE
            """
            update recipient set status = 'failed' where (campaign_id, tape, n) in (
                select campaign_id, tape, n from recipient where status = 'sent' order by n limit 3)""",
            // UNCONFIRMED_IN_FLIGHT and, as nothing of this is counted, COUNTS_TRUE
            """
            update recipient set status = 'unconfirmed' where (campaign_id, tape, n) in (
                select campaign_id, tape, n from recipient where status = 'sent' order by n offset 3 limit 3)""",
            // COUNTS_ADD_UP
            "update campaign set accepted = accepted + 1, rows = rows + 1");

    private Sabotage() {}

    /** The rules that were found broken, within some minutes. */
    static Set<Rule> found(Path programs, Path folder, Recorder recorder) throws Exception {
        Random random = new Random(1);
        try (Site site = Site.start(SETTING, programs, folder, recorder, random);
                Connection session = site.session()) {
            Campaigns campaigns = Campaigns.post(site, RECIPIENTS, false, random);
            People people = new People(site.api(), recorder, campaigns.ids());
            boolean done = false;
            Set<Rule> found = EnumSet.noneOf(Rule.class);
            while (found.size() < Rule.values().length && recorder.clock.now() < FOUND_WITHIN.toNanos()) {
                for (int time = 0; time < 30; time++) {
                    execute(session, ALWAYS);
                    Thread.sleep(20);
                }
                if (!done && site.vendor.sends().size() > 50) {
                    execute(session, ONCE);
                    done = true;
                }
                if (!found.contains(Rule.PAUSE_HOLDS)) { // it costs sends, by which the others are found
                    people.pause(Trouble.any(campaigns.ids(), random));
                }
                people.haveAllEnded();
                found = HistoryChecker.check(campaigns.history(recorder)).stream()
                        .map(Violation::rule)
                        .collect(Collectors.toSet());
                recorder.say("found so far: " + found);
            }
            return found;
        }
    }

    private static void execute(Connection session, List<String> statements) throws SQLException {
        try (Statement statement = session.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
