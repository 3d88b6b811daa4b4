package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.phone.TimeZones;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The recipients that one begin meets while their owners sleep: each waits among those that are due until all of its zones
 * are awake (docs/protocol.md#nobody-is-woken).
 */
final class Sleepers {

    private final @Nullable QuietHours hours;
    private final Instant now;
    private final Map<Set<ZoneId>, Optional<Instant>> awakeFrom = new HashMap<>();
    private final List<Tape.Row> rows = new ArrayList<>();
    private final List<Instant> until = new ArrayList<>();

    /** @param hours of the campaign, by its recipients' own clocks; null: there are none */
    Sleepers(@Nullable QuietHours hours, Instant now) {
        this.hours = hours;
        this.now = now;
    }

    /** From when on {@code row} may be sent to; empty: its zones are never all awake. */
    Optional<Instant> awakeFrom(Tape.Row row) {
        return hours == null
                ? Optional.of(now)
                : awakeFrom.computeIfAbsent(TimeZones.of(row.phone()), zones -> hours.awakeFrom(now, zones));
    }

    /** Has {@code row} wait until {@code awake}. */
    void add(Tape.Row row, Instant awake) {
        rows.add(row);
        until.add(awake);
    }

    int count() {
        return rows.size();
    }

    /** Writes all of them, in one statement. */
    void write(Handle handle, LaneId lane) {
        if (rows.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                insert into due (campaign_id, tape, n, due_at, attempts, asleep)
                select :campaign, tape, n, due_at, attempts, true
                from unnest(:tapes, :ns, :until, :attempts) as t (tape, n, due_at, attempts)""")
                .bind("campaign", lane.campaign())
                .bindArray(
                        "tapes",
                        Integer.class,
                        rows.stream().map(Tape.Row::tape).toList())
                .bindArray("ns", Long.class, rows.stream().map(Tape.Row::n).toList())
                .bindArray("until", Instant.class, until)
                .bindArray(
                        "attempts",
                        Integer.class,
                        rows.stream().map(row -> row.attempt() - 1).toList())
                .execute();
    }
}
