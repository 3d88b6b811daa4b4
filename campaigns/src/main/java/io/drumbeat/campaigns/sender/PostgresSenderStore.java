package io.drumbeat.campaigns.sender;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.PacingColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** {@link SenderStore} on PostgreSQL. */
public final class PostgresSenderStore implements SenderStore {

    private static final String STATES = """
            select s.*, a.blocked_reason, a.paused_by,
                   case when a.capped_until > clock_now() then a.capped_until end as capped_until,
                   case when a.due_at > clock_now() then a.due_at end as next_send_at,
                   (select coalesce(sum(u.sends), 0) from cap_use u where u.account_key = s.account_key
                       and u.minute > clock_now() - interval '24 hours 1 minute') as cap_used
            from sender s join account a using (account_key) where s.configured""";

    /** Ends a back-off, and still keeps the pause after a send that has only just ended. */
    private static final String AFTER_THE_LONGEST_PAUSE = """
            least(due_at, clock_now() + (select coalesce(s.max_delay_ms, 0) from sender s
                                         where s.account_key = account.account_key) * interval '1 ms')""";

    private final Database database;

    public PostgresSenderStore(Database database) {
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
                    raiseVersion(handle, sender.account());
                }
            }
            before.keySet().forEach(gone -> changes.add("sender " + gone + " removed"));
            return changes;
        });
    }

    private static Map<SenderId, Sender> configured(Handle handle) {
        Map<SenderId, Sender> senders = new HashMap<>();
        handle.createQuery("select * from sender where configured")
                .map((row, context) -> sender(row))
                .forEach(sender -> senders.put(sender.id(), sender));
        return senders;
    }

    private static void write(Handle handle, Sender sender) {
        handle.createUpdate("insert into account (account_key) values (:account) on conflict do nothing")
                .bind("account", sender.account().value())
                .execute();
        Pacing.@Nullable Delay delay = sender.pacing().fold(any -> any, rate -> null);
        Pacing.@Nullable Rate rate = sender.pacing().fold(any -> null, any -> any);
        handle.createUpdate("""
                insert into sender (sender_id, account_key, gateway, name, min_delay_ms, max_delay_ms, rate_per_second,
                                    max_in_flight, daily_cap, timeout_ms)
                values (:id, :account, :gateway, :name, :min, :max, :rate, :inFlight, :cap, :timeout)
                on conflict (sender_id) do update set configured = true, account_key = :account, gateway = :gateway,
                       name = :name, min_delay_ms = :min, max_delay_ms = :max, rate_per_second = :rate,
                       max_in_flight = :inFlight, daily_cap = :cap, timeout_ms = :timeout""")
                .bind("id", sender.id().value())
                .bind("account", sender.account().value())
                .bind("gateway", sender.gateway())
                .bind("name", sender.name())
                .bind("min", delay == null ? null : delay.min().toMillis())
                .bind("max", delay == null ? null : delay.max().toMillis())
                .bind("rate", rate == null ? null : rate.perSecond())
                .bind("inFlight", rate == null ? 1 : rate.maxInFlight())
                .bind("cap", sender.dailyCap())
                .bind("timeout", sender.timeout().toMillis())
                .execute();
    }

    /** The cap may have been raised: the next begin counts again. */
    private static void raiseVersion(Handle handle, AccountKey account) {
        handle.createUpdate(
                        "update account set version = version + 1, capped_until = null where account_key = :account")
                .bind("account", account.value())
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
                .bind("id", id.value())
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
                    "paused_by = null, blocked_reason = null, trouble = 0, trouble_reason = null, due_at = "
                            + AFTER_THE_LONGEST_PAUSE,
                    ":actor is not null",
                    actor);
            publishAgain(handle, id);
            return state;
        });
    }

    /** The account's lock keeps begins out while this is written, so that none follows it. */
    private static Optional<State> change(Handle handle, SenderId id, String assignment, String where, String actor) {
        handle.createUpdate(("update account set %s, version = version + 1 where %s and account_key ="
                                + " (select account_key from sender where sender_id = :id and configured)")
                        .formatted(assignment, where))
                .bind("id", id.value())
                .bind("actor", actor)
                .execute();
        return find(handle, id);
    }

    /** Whoever resumes has perhaps mended what kept media from it: what was given up is tried again. */
    private static void publishAgain(Handle handle, SenderId id) {
        handle.createUpdate("""
                update lane set unpublishable = null
                where sender_id = :id and not ended and unpublishable is not null""").bind("id", id.value()).execute();
    }

    private static State state(ResultSet row) throws SQLException {
        return new State(
                sender(row),
                row.getLong("cap_used"),
                time(row, "next_send_at"),
                row.getString("blocked_reason"),
                row.getString("paused_by"),
                time(row, "capped_until"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
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
                Duration.ofMillis(row.getLong("timeout_ms")));
    }
}
