package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.control.Gate;
import io.drumbeat.campaigns.database.Replies;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.outcome.Verdict;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.phone.TimeZones;
import io.drumbeat.campaigns.sender.AccountKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * What one lane can have sent since a time of which a restored database knows nothing, settled as unconfirmed a piece at a
 * time: its share of the rows that were due, in their order, and its share of those that nobody had tried, in the order of the
 * tape (docs/protocol.md#restored-is-doubted).
 */
final class RestoredRows {

    /** The code of what may have been sent before the restore. */
    static final String AFTER_RESTORE = "after_restore";

    private static final int PIECE = 2_000;

    private static final Verdict DOUBT = Verdict.unconfirmed(
            AFTER_RESTORE, "The database was restored from a backup, and this may have been sent before that.");

    /** Of {@code r}: it is not known to be on, and is not passed over. */
    private static final String POSSIBLE = """
            not exists (select from journal j where (j.campaign_id, j.tape, j.n) = (r.campaign_id, r.tape, r.n))
            and not exists (select %s)""".formatted(Candidate.SUPPRESSION);

    private static final String DUE = """
            select r.tape, r.n, r.line, r.phone, r.variables, d.attempts + 1 as attempt, d.due_at
            from due d join recipient r using (campaign_id, tape, n)
            where d.campaign_id = :campaign and d.due_at <= clock_now() and (d.due_at, d.tape, d.n) > (:dueAt, :tape, :n)
              and %s
            order by d.due_at, d.tape, d.n limit :most""".formatted(POSSIBLE);

    private static final String UNTRIED = """
            select r.tape, r.n, r.line, r.phone, r.variables, 1 as attempt, null::timestamptz as due_at
            from recipient r
            where r.campaign_id = :campaign and (r.tape, r.n) > (:tape, :n) and r.status is null and %s
              and not exists (select from due d where (d.campaign_id, d.tape, d.n) = (r.campaign_id, r.tape, r.n))
            order by r.tape, r.n limit :most""".formatted(POSSIBLE);

    private static final String TAKE_OUT_OF_DUE = """
            delete from due d using unnest(:tapes, :ns) as k (tape, n)
            where (d.campaign_id, d.tape, d.n) = (:campaign, k.tape, k.n)""";

    /** As if they had been begun just now: a cap is not beaten. */
    private static final String COUNT_FOR_THE_CAP = """
            insert into cap_use as u (account_key, minute, sends)
            values (:account, date_trunc('minute', clock_now()), :sends)
            on conflict (account_key, minute) do update set sends = u.sends + excluded.sends""";

    /** Lanes need not pass over all of it, block by block, in one begin. */
    private static final String MOVE_CURSOR = """
            update tape t set next_n = coalesce(
                (select r.n from recipient r
                 where (r.campaign_id, r.tape) = (t.campaign_id, t.tape) and r.n >= t.next_n and r.status is null
                 order by r.n limit 1),
                t.size + 1)
            where t.campaign_id = :campaign""";

    private static final String FORGET = """
            delete from restored_lane where (since, campaign_id, sender_id) = (:since, :campaign, :sender)""";

    private final LaneId lane;
    private final Instant since;
    private final Map<Chance, QuietHours.Wake> wakes = new HashMap<>();
    private Place place = Place.FIRST_DUE;
    private boolean done;

    /** @param since the restore's time, of which {@code lane} was noted */
    RestoredRows(LaneId lane, Instant since) {
        this.lane = lane;
        this.since = since;
    }

    /**
     * What came of a piece.
     *
     * @param next where the next one begins; null: this was the last
     */
    record Piece(int settled, @Nullable Place next) {}

    /**
     * Behind a recipient, in one of the two orders.
     *
     * @param dueAt null: among those that nobody has tried
     */
    record Place(@Nullable Instant dueAt, int tape, long n) {
        static final Place FIRST_DUE = new Place(Instant.EPOCH, -1, 0);
        static final Place FIRST_UNTRIED = new Place(null, -1, 0);

        boolean isAmongDue() {
            return dueAt != null;
        }
    }

    /** @param dueAt null: nobody has tried it */
    private record Doubtful(Tape.Row row, @Nullable Instant dueAt) {

        static Doubtful read(ResultSet row) throws SQLException {
            return new Doubtful(Tape.Row.of(row, row.getInt("attempt")), Times.readNullable(row, "due_at"));
        }
    }

    /** Where somebody is, and since when their turn can have come. */
    private record Chance(Set<ZoneId> zones, Instant from) {}

    /** Of what the lane can have sent, what is not settled yet. */
    private record Left(Instant sendsFrom, long due, long rows) {}

    /** Settles the next piece, under the campaign's gate. Changes nothing here: the transaction may be begun again. */
    Piece next(Handle handle) {
        Gate.exclusive(handle, lane.campaign());
        LaneView view = DispatchRows.view(handle, lane);
        AccountKey account = view.account().key();
        Optional<Left> left = left(handle);
        if (left.isEmpty()) {
            return new Piece(0, null); // another process is done with it
        }
        if (account == null || left.get().sendsFrom.isAfter(view.now())) {
            return last(handle, 0);
        }
        List<Doubtful> found = find(handle);
        Sorted sorted = sort(found, left.get(), view);
        settle(handle, account, sorted.doubted, left.get().sendsFrom);
        count(handle, account, sorted);
        boolean over = found.size() < PIECE || (sorted.left == 0 && view.quietHoursOfRecipients() == null);
        if (!over) {
            Doubtful end = found.get(found.size() - 1);
            return new Piece(sorted.doubted.size(), new Place(end.dueAt, end.row.tape(), end.row.n()));
        }
        return place.isAmongDue()
                ? new Piece(sorted.doubted.size(), Place.FIRST_UNTRIED)
                : last(handle, sorted.doubted.size());
    }

    /** Goes on behind {@code piece}, which is committed. */
    void passed(Piece piece) {
        if (piece.next == null) {
            done = true;
        } else {
            place = piece.next;
        }
    }

    /** Whether all that the lane can have sent is settled. */
    boolean isDone() {
        return done;
    }

    private Piece last(Handle handle, int settled) {
        handle.createUpdate(MOVE_CURSOR).bind("campaign", lane.campaign()).execute();
        bind(handle.createUpdate(FORGET)).execute();
        return new Piece(settled, null);
    }

    private Optional<Left> left(Handle handle) {
        return bind(handle.createQuery("""
                        select sends_from, due_left, rows_left from restored_lane
                        where (since, campaign_id, sender_id) = (:since, :campaign, :sender) for update"""))
                .map((row, context) ->
                        new Left(Times.read(row, "sends_from"), row.getLong("due_left"), row.getLong("rows_left")))
                .findOne();
    }

    private List<Doubtful> find(Handle handle) {
        Query query = handle.createQuery(place.isAmongDue() ? DUE : UNTRIED)
                .bind("campaign", lane.campaign())
                .bind("tape", place.tape)
                .bind("n", place.n)
                .bind("most", PIECE);
        return (place.isAmongDue() ? query.bind("dueAt", place.dueAt) : query)
                .map((row, context) -> Doubtful.read(row))
                .list();
    }

    /** @param left how many more of these the lane can have sent */
    private record Sorted(List<Tape.Row> doubted, long left) {}

    /**
     * Those whom nothing kept from their turn have had it in their order. Those who were asleep for a part of the time, when
     * lanes passed over them, may have had it before them or after; those who were asleep all the time had none.
     */
    private Sorted sort(List<Doubtful> found, Left left, LaneView view) {
        long many = place.isAmongDue() ? left.due : left.rows;
        List<Tape.Row> doubted = new ArrayList<>();
        for (Doubtful candidate : found) {
            QuietHours.Wake wake = wake(candidate, left.sendsFrom, view);
            if (wake == QuietHours.Wake.PARTLY) {
                doubted.add(candidate.row);
            } else if (wake == QuietHours.Wake.THROUGHOUT && many > 0) {
                doubted.add(candidate.row);
                many--;
            }
        }
        return new Sorted(doubted, many);
    }

    private QuietHours.Wake wake(Doubtful candidate, Instant sendsFrom, LaneView view) {
        QuietHours hours = view.quietHoursOfRecipients();
        if (hours == null) {
            return QuietHours.Wake.THROUGHOUT;
        }
        Instant from = candidate.dueAt != null && candidate.dueAt.isAfter(sendsFrom) ? candidate.dueAt : sendsFrom;
        return wakes.computeIfAbsent(
                new Chance(TimeZones.of(candidate.row.phone()), from),
                chance -> hours.wake(chance.from, view.now(), chance.zones));
    }

    /** Vendors may report on each as from {@code sendsFrom} on. */
    private void settle(Handle handle, AccountKey account, List<Tape.Row> rows, Instant sendsFrom) {
        handle.createUpdate(TAKE_OUT_OF_DUE)
                .bind("campaign", lane.campaign())
                .bindArray(
                        "tapes",
                        Integer.class,
                        rows.stream().map(Tape.Row::tape).toList())
                .bindArray("ns", Long.class, rows.stream().map(Tape.Row::n).toList())
                .execute();
        FinishView view =
                DispatchRows.locked(handle, lane, account, DispatchRows.NOTHING).view();
        Settlements settlements = new Settlements(lane, account, view);
        rows.forEach(row -> settlements.add(
                row.dispatch(UUID.randomUUID(), lane, account, null), DOUBT, sendsFrom, view.now(), true));
        settlements
                .bind(handle.createQuery(Replies.together(Settlements.ROWS, Settlements.COUNTED)), 0)
                .execute(Replies.none());
    }

    private void count(Handle handle, AccountKey account, Sorted sorted) {
        handle.createUpdate(COUNT_FOR_THE_CAP)
                .bind("account", account)
                .bind("sends", sorted.doubted.size())
                .execute();
        String column = place.isAmongDue() ? "due_left" : "rows_left";
        bind(handle.createUpdate("update restored_lane set " + column
                        + " = :left where (since, campaign_id, sender_id) = (:since, :campaign, :sender)"))
                .bind("left", sorted.left)
                .execute();
    }

    private <S extends SqlStatement<S>> S bind(S statement) {
        return statement.bind("since", since).bind("campaign", lane.campaign()).bind("sender", lane.sender());
    }
}
