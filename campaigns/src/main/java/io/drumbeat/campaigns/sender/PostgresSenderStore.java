package io.drumbeat.campaigns.sender;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.PacingColumns;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.QuietHoursJson;
import io.drumbeat.campaigns.pacing.Rest;
import io.drumbeat.campaigns.pacing.Slowdown;
import io.drumbeat.campaigns.pacing.WarmUpColumn;
import io.drumbeat.campaigns.phone.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** {@link SenderStore} on PostgreSQL. */
final class PostgresSenderStore implements SenderStore {

    private static final String STATES =
            """
            select s.*, clock_now() as now, a.first_send_at, a.blocked_reason, a.paused_by, a.slowed_rate, a.slowed_at,
                   case when a.capped_until > clock_now() then a.capped_until end as capped_until,
                   coalesce(p.next_at, case when a.due_at > clock_now() then a.due_at end) as next_send_at,
                   coalesce(case when a.due_at > clock_now() then a.trouble_reason end, p.wait_reason) as trouble,
                   (select coalesce(sum(%3$s), 0) from cap_use u where u.account_key = s.account_key
                       and u.minute > %4$s) as cap_used,
                   f.unique_recipients, f.used as places_used,
                   case when f.used >= f.unique_recipients then
                       (select o.sent_at + %1$s from portfolio_recipient o
                         where o.portfolio_id = s.portfolio_id and o.sent_at > (select clock_now() - %1$s)
                         order by o.sent_at offset f.used - f.unique_recipients limit 1) end as places_until
            from sender s join account a using (account_key)
            left join lateral (
                select p.unique_recipients, %2$s as used
                from portfolio p where p.portfolio_id = s.portfolio_id) f on true
            -- What keeps its media from being published is no trouble of the account's, but as good as.
            left join lateral (
                select l.wait_reason, l.next_at from lane l join campaign c using (campaign_id)
                where l.sender_id = s.sender_id and not l.ended and not l.removed and c.status = 'running'
                  and l.waits_for = 'publishing' and l.wait_reason is not null
                order by l.next_at limit 1) p on true
            where s.configured""".formatted(Portfolio.WINDOW, Portfolio.USED, CapMinutes.sends(CapMinutes.SINCE), CapMinutes.SINCE);

    /** Ends a back-off, and still keeps the pause after a send that has only just ended. */
    private static final String AFTER_THE_LONGEST_PAUSE = """
            least(due_at, clock_now() + (select coalesce(s.max_delay_ms, 0) from sender s
                                         where s.account_key = account.account_key) * interval '1 ms')""";

    /** A vendor is in trouble once its account has to wait for that, and until it has answered again. */
    private static final String TOLD = """
            case when a.blocked_reason is not null then 'blocked: ' || a.blocked_reason
                 when a.trouble > 0 and (a.told = 'trouble'
                                        or a.trouble_reason is not null and a.due_at > clock_now() + interval '5 s')
                 then 'trouble'
            end""";

    /** Few campaigns stand for many in a line of the log. */
    private static final String NEWS = """
            with told as (
                update account a set told = %1$s from account before
                where before.account_key = a.account_key and a.told is distinct from %1$s
                returning a.account_key, before.told as before, a.told as now, a.blocked_reason, a.trouble_reason,
                          ceil(extract(epoch from a.due_at - clock_now()))::bigint as seconds)
            select s.sender_id, t.*,
                   (select string_agg(c.campaign_id::text, ', ' order by c.created_at) from (
                        select c.campaign_id, c.created_at from lane l join campaign c using (campaign_id)
                        where l.sender_id = s.sender_id and not l.ended and not l.removed order by c.created_at limit 5) c) as campaigns
            from told t join sender s using (account_key) where s.configured order by s.sender_id""".formatted(TOLD);

    private final Database database;

    PostgresSenderStore(Database database) {
        this.database = database;
    }

    @Override
    public List<String> configure(List<Sender> senders) {
        return database.transact(handle -> {
            handle.execute("lock table sender in share row exclusive mode");
            Map<SenderId, Sender> before = configured(handle);
            List<String> changes = new ArrayList<>();
            handle.execute("update sender set configured = false, account_key = sender_id || ' (not configured)'");
            for (Sender sender : senders) {
                write(handle, sender);
                Sender old = before.remove(sender.id());
                if (!sender.equals(old)) {
                    changes.add("sender " + sender.id() + (old == null ? " added" : " changed"));
                    if (old == null) {
                        tellCampaigns(handle, sender.id(), "sender_added", "it is in senders.json again");
                    }
                    raiseVersion(handle, sender.account());
                }
            }
            for (SenderId gone : before.keySet()) {
                changes.add("sender " + gone + " removed");
                tellCampaigns(handle, gone, "sender_blocked", "it is not in senders.json any more");
            }
            senders.stream()
                    .map(Sender::portfolio)
                    .filter(Objects::nonNull)
                    .distinct()
                    .forEach(portfolio -> write(handle, portfolio));
            return changes;
        });
    }

    private static Map<SenderId, Sender> configured(Handle handle) {
        Map<SenderId, Sender> senders = new HashMap<>();
        handle.createQuery(
                        "select s.*, p.unique_recipients from sender s left join portfolio p using (portfolio_id) where configured")
                .map((row, context) -> sender(row))
                .forEach(sender -> senders.put(sender.id(), sender));
        return senders;
    }

    private static void write(Handle handle, Sender sender) {
        handle.createUpdate("insert into account (account_key) values (:account) on conflict do nothing")
                .bind("account", sender.account())
                .execute();
        Pacing.@Nullable Delay delay = sender.pacing().fold(any -> any, rate -> null);
        Pacing.@Nullable Rate rate = sender.pacing().fold(any -> null, any -> any);
        Rest rest = sender.pacing().rest();
        handle.createUpdate("""
                insert into sender (sender_id, account_key, gateway, name, min_delay_ms, max_delay_ms, rate_per_second,
                                    max_in_flight, rest_after, rest_ms, daily_cap, warm_up, quiet_hours, timeout_ms, portfolio_id)
                values (:id, :account, :gateway, :name, :min, :max, :rate, :inFlight, :restAfter, :rest, :cap, :warmUp,
                        :quietHours::jsonb, :timeout, :portfolio)
                on conflict (sender_id) do update
                set configured = true, account_key = :account, gateway = :gateway, name = :name, min_delay_ms = :min,
                    max_delay_ms = :max, rate_per_second = :rate, max_in_flight = :inFlight, rest_after = :restAfter,
                    rest_ms = :rest, daily_cap = :cap, warm_up = :warmUp, quiet_hours = :quietHours::jsonb,
                    timeout_ms = :timeout, portfolio_id = :portfolio""")
                .bind("id", sender.id())
                .bind("account", sender.account())
                .bind("gateway", sender.gateway())
                .bind("name", sender.name())
                .bind("min", delay == null ? null : delay.min().toMillis())
                .bind("max", delay == null ? null : delay.max().toMillis())
                .bind("rate", rate == null ? null : rate.perSecond())
                .bind("inFlight", rate == null ? 1 : rate.maxInFlight())
                .bind("restAfter", rest == null ? null : rest.after())
                .bind("rest", rest == null ? null : rest.length().toMillis())
                .bind("cap", sender.dailyCap())
                .bindArray("warmUp", Integer.class, sender.warmUp().days())
                .bind(
                        "quietHours",
                        sender.quietHours() == null
                                ? null
                                : QuietHoursJson.SENDER
                                        .write(sender.quietHours())
                                        .toString())
                .bind("timeout", sender.timeout().toMillis())
                .bind(
                        "portfolio",
                        sender.portfolio() == null ? null : sender.portfolio().id())
                .execute();
    }

    /** After the accounts, as whoever begins a send locks them. */
    private static void write(Handle handle, Portfolio portfolio) {
        handle.createUpdate("""
                insert into portfolio as p (portfolio_id, unique_recipients) values (:id, :most)
                on conflict (portfolio_id) do update set unique_recipients = :most where p.unique_recipients <> :most""")
                .bind("id", portfolio.id())
                .bind("most", portfolio.uniqueRecipients())
                .execute();
    }

    /** In the log of each campaign that has work for the sender. */
    private static void tellCampaigns(Handle handle, SenderId sender, String event, String what) {
        handle.createUpdate("""
                insert into campaign_log (campaign_id, at, actor, event, detail)
                select campaign_id, clock_now(), 'drumbeat', :event, :detail from lane
                where sender_id = :sender and not ended and not removed""")
                .bind("sender", sender)
                .bind("event", event)
                .bind("detail", sender + ": " + what)
                .execute();
    }

    /** The cap may have been raised: the next begin counts again. */
    private static void raiseVersion(Handle handle, AccountKey account) {
        handle.createUpdate(
                        "update account set version = version + 1, capped_until = null where account_key = :account")
                .bind("account", account)
                .execute();
    }

    @Override
    public List<State> list() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(STATES + " order by s.sender_id")
                        .map((row, context) -> state(row))
                        .list());
    }

    @Override
    public Optional<State> find(SenderId id) {
        return database.jdbi().withHandle(handle -> find(handle, id));
    }

    private static Optional<State> find(Handle handle, SenderId id) {
        return handle.createQuery(STATES + " and s.sender_id = :id")
                .bind("id", id)
                .map((row, context) -> state(row))
                .findOne();
    }

    @Override
    public Optional<State> pause(SenderId id, String actor) {
        return database.transact(handle -> change(handle, id, "paused_by = :actor", "paused_by is null", actor));
    }

    @Override
    public Optional<State> resume(SenderId id, String actor) {
        return database.transact(handle -> {
            Optional<State> state = change(
                    handle,
                    id,
                    "paused_by = null, blocked_reason = null, trouble = 0, trouble_reason = null,"
                            + " trouble_since = null, due_at = "
                            + AFTER_THE_LONGEST_PAUSE,
                    ":actor is not null",
                    actor);
            publishAgain(handle, id);
            return state;
        });
    }

    @Override
    public void written(AccountKey account, List<Writing> writings) {
        database.transact(handle -> handle.createUpdate("""
                insert into portfolio_writer as known (portfolio_id, person, wrote_at)
                select s.portfolio_id, who.person, least(max(who.at), clock_now())
                from sender s cross join lateral (
                    select coalesce(w.person, u.person) as person, w.at
                    from unnest(:persons, :users, :ats) as w (person, user_id, at)
                    left join user_person u on u.user_id = w.user_id) who
                where s.account_key = :account and s.portfolio_id is not null and who.person is not null
                group by s.portfolio_id, who.person order by who.person
                on conflict (portfolio_id, person) do update set wrote_at = greatest(known.wrote_at, excluded.wrote_at)""")
                .bind("account", account)
                .bindArray(
                        "persons",
                        String.class,
                        each(writings, one -> one.phone() == null ? null : Person.key(one.phone())))
                .bindArray("users", String.class, each(writings, Writing::userId))
                .bindArray("ats", Instant.class, each(writings, Writing::at))
                .execute());
    }

    @Override
    public void calledBack(SenderId id) {
        database.transact(
                handle -> handle.createUpdate("update sender set called_back_at = clock_now() where sender_id = :id")
                        .bind("id", id)
                        .execute());
    }

    private static <T extends @Nullable Object> List<T> each(List<Writing> writings, Function<Writing, T> part) {
        List<T> parts = new ArrayList<>();
        writings.forEach(one -> parts.add(part.apply(one)));
        return parts;
    }

    /** The account's lock keeps begins out while this is written, so that none follows it. */
    private static Optional<State> change(Handle handle, SenderId id, String assignment, String where, String actor) {
        handle.createUpdate("""
                update account
                set %s, version = version + 1
                where %s
                  and account_key = (select account_key from sender where sender_id = :id and configured)""".formatted(assignment, where))
                .bind("id", id)
                .bind("actor", actor)
                .execute();
        return find(handle, id);
    }

    /** Whoever resumes has perhaps mended what kept media from it: what was given up is tried again. */
    private static void publishAgain(Handle handle, SenderId id) {
        handle.createUpdate("""
                update lane set unpublishable = null
                where sender_id = :id and not ended and unpublishable is not null""").bind("id", id).execute();
    }

    @Override
    public List<News> news() {
        return database.transact(handle ->
                handle.createQuery(NEWS).map((row, context) -> news(row)).list());
    }

    private static News news(ResultSet row) throws SQLException {
        String sender = row.getString("sender_id");
        String now = row.getString("now");
        if (now == null) {
            boolean blocked = !"trouble".equals(row.getString("before"));
            return new News(
                    true,
                    blocked
                            ? "Sender " + sender + " is no longer blocked"
                            : "The vendor of sender " + sender + " takes messages again");
        }
        String campaigns = row.getString("campaigns");
        String where = campaigns == null ? "" : " (campaign " + campaigns + ")";
        return new News(
                false,
                now.equals("trouble")
                        ? "Sender %s waits %d s for its vendor: %s%s"
                                .formatted(
                                        sender,
                                        Math.max(0, row.getLong("seconds")),
                                        row.getString("trouble_reason"),
                                        where)
                        : "Sender %s is blocked until somebody resumes it: %s%s"
                                .formatted(sender, row.getString("blocked_reason"), where));
    }

    private static State state(ResultSet row) throws SQLException {
        Sender sender = sender(row);
        Instant now = Times.read(row, "now");
        return new State(
                sender,
                new Obstacles(
                        row.getString("blocked_reason"),
                        row.getString("paused_by"),
                        quietUntil(sender.quietHours(), now),
                        row.getString("trouble")),
                new CapUse(
                        sender.warmUp().cap(sender.dailyCap(), Times.readNullable(row, "first_send_at"), now),
                        row.getLong("cap_used"),
                        Times.readNullable(row, "capped_until")),
                row.getString("portfolio_id") == null
                        ? null
                        : new Places(row.getInt("places_used"), Times.readNullable(row, "places_until")),
                slowedTo(sender.pacing(), row),
                Times.readNullable(row, "next_send_at"),
                Times.readNullable(row, "called_back_at"));
    }

    private static @Nullable Instant quietUntil(@Nullable QuietHours hours, Instant now) {
        return hours == null || hours.zone() == null
                ? null
                : hours.awakeFrom(now, List.of(hours.zone()))
                        .filter(now::isBefore)
                        .orElse(null);
    }

    private static @Nullable Double slowedTo(Pacing pacing, ResultSet row) throws SQLException {
        Double left = row.getObject("slowed_rate", Double.class);
        if (left == null || !(pacing instanceof Pacing.Rate full)) {
            return null;
        }
        Pacing.Rate present = new Slowdown(left, Times.read(row, "slowed_at")).of(full, Times.read(row, "now"));
        return present.equals(full) ? null : present.perSecond();
    }

    private static Sender sender(ResultSet row) throws SQLException {
        int cap = row.getInt("daily_cap");
        Integer dailyCap = row.wasNull() ? null : cap;
        return new Sender(
                new SenderId(row.getString("sender_id")),
                new AccountKey(row.getString("account_key")),
                row.getString("gateway"),
                row.getString("name"),
                PacingColumns.read(row),
                dailyCap,
                WarmUpColumn.read(row),
                QuietHoursJson.SENDER.stored(row.getString("quiet_hours")),
                Duration.ofMillis(row.getLong("timeout_ms")),
                portfolio(row));
    }

    private static @Nullable Portfolio portfolio(ResultSet row) throws SQLException {
        String id = row.getString("portfolio_id");
        return id == null ? null : new Portfolio(id, row.getInt("unique_recipients"));
    }
}
