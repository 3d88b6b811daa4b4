package io.drumbeat.campaigns.receipt;

import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** When messages were delivered and read: the earliest word on each, whatever the order, counted once. */
final class ReceiptTimes {

    private final Handle handle;
    private final Map<Key, Arrival> reported = new TreeMap<>();

    ReceiptTimes(Handle handle) {
        this.handle = handle;
    }

    /** A recipient. */
    record Key(UUID campaign, int tape, long n) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::campaign).thenComparingInt(Key::tape).thenComparingLong(Key::n);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private record Arrival(
            @Nullable Instant delivered, @Nullable Instant read) {

        static final Arrival NONE = new Arrival(null, null);

        /** Read implies delivered. */
        static Arrival of(Stage stage, Instant at) {
            return switch (stage) {
                case DELIVERED -> new Arrival(at, null);
                case READ -> new Arrival(at, at);
                case SENT, FAILED -> NONE;
            };
        }

        Arrival with(Arrival other) {
            return new Arrival(earlier(delivered, other.delivered), earlier(read, other.read));
        }

        private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
            return one == null || (other != null && other.isBefore(one)) ? other : one;
        }
    }

    /** A recipient's times before and after. */
    private record Change(Key key, Arrival before, Arrival after) {

        int delivered() {
            return before.delivered == null && after.delivered != null ? 1 : 0;
        }

        int read() {
            return before.read == null && after.read != null ? 1 : 0;
        }
    }

    void add(Key key, Stage stage, Instant at) {
        reported.merge(key, Arrival.of(stage, at), Arrival::with);
    }

    /** Writes the times of those recipients that are sent, and says which they are. */
    Set<Key> write() {
        Map<Key, Arrival> known = lockSent();
        List<Change> changes = new ArrayList<>();
        known.forEach((key, before) -> {
            Arrival after = before.with(reported.getOrDefault(key, Arrival.NONE));
            if (!after.equals(before)) {
                changes.add(new Change(key, before, after));
            }
        });
        if (!changes.isEmpty()) {
            write(changes);
            count(changes);
        }
        return known.keySet();
    }

    /** In the order of their keys, as whoever else locks several. */
    private Map<Key, Arrival> lockSent() {
        Map<Key, Arrival> sent = new TreeMap<>();
        List<Key> keys = List.copyOf(reported.keySet());
        handle.createQuery("""
                select campaign_id, tape, n, delivered_at, read_at
                from unnest(:campaigns, :tapes, :ns) as k (campaign_id, tape, n)
                join recipient r using (campaign_id, tape, n)
                where r.status = 'sent'
                order by campaign_id, tape, n
                for update of r""")
                .bindArray("campaigns", UUID.class, column(keys, Key::campaign))
                .bindArray("tapes", Short.class, column(keys, key -> (short) key.tape()))
                .bindArray("ns", Long.class, column(keys, Key::n))
                .map((row, context) -> Map.entry(
                        new Key(row.getObject("campaign_id", UUID.class), row.getInt("tape"), row.getLong("n")),
                        new Arrival(Times.readNullable(row, "delivered_at"), Times.readNullable(row, "read_at"))))
                .forEach(entry -> sent.put(entry.getKey(), entry.getValue()));
        return sent;
    }

    private void write(List<Change> changes) {
        handle.createUpdate("""
                update recipient r set delivered_at = c.delivered_at, read_at = c.read_at
                from unnest(:campaigns, :tapes, :ns, :delivered, :read)
                     as c (campaign_id, tape, n, delivered_at, read_at)
                where (r.campaign_id, r.tape, r.n) = (c.campaign_id, c.tape, c.n)""")
                .bindArray("campaigns", UUID.class, column(changes, change -> change.key.campaign))
                .bindArray("tapes", Short.class, column(changes, change -> (short) change.key.tape))
                .bindArray("ns", Long.class, column(changes, change -> change.key.n))
                .bindArray("delivered", Instant.class, column(changes, change -> change.after.delivered))
                .bindArray("read", Instant.class, column(changes, change -> change.after.read))
                .execute();
    }

    private void count(List<Change> changes) {
        handle.createUpdate("""
                insert into receipt_count as c (campaign_id, delivered, read)
                select campaign_id, sum(delivered), sum(read)
                from unnest(:campaigns, :delivered, :read) as k (campaign_id, delivered, read)
                group by campaign_id
                order by campaign_id
                on conflict (campaign_id) do update
                set delivered = c.delivered + excluded.delivered, read = c.read + excluded.read""")
                .bindArray("campaigns", UUID.class, column(changes, change -> change.key.campaign))
                .bindArray("delivered", Integer.class, column(changes, Change::delivered))
                .bindArray("read", Integer.class, column(changes, Change::read))
                .execute();
    }

    private static <T, C extends @Nullable Object> List<C> column(List<T> rows, Function<T, C> of) {
        List<C> column = new ArrayList<>(rows.size());
        rows.forEach(row -> column.add(of.apply(row)));
        return column;
    }
}
