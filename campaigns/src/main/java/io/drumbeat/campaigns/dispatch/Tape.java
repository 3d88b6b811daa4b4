package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.phone.HashedPerson;
import io.drumbeat.campaigns.sender.AccountKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane finds its next recipient: rows that are due again, the block it holds, blocks given back, and the tape's
 * cursor. Found by primary key, so the cost does not grow with what lies behind.
 */
final class Tape {

    /** A block is at most this much of the lane's pace, so that no lane holds what another could send. */
    private static final Duration BLOCK = Duration.ofSeconds(10);

    private static final int LARGEST_BLOCK = 50;

    /** Of a rate: half a second of what the fastest numbers send. */
    private static final int LARGEST_BLOCK_OF_A_RATE = 500;

    /** A long row of suppressed recipients takes several calls: a pause must not wait for all of it. */
    private static final int MOST_SKIPPED = 100;

    /** As many sleepers take about as long: they are written together. */
    private static final int MOST_ASLEEP = 500;

    private static final Verdict NEVER_AWAKE = Verdict.skipped(
            "never_awake", "The phone may be in several time zones, and it is always quiet in one of them.");

    /** How many rows are looked at together once one of them has been found asleep: mostly its neighbours are, too. */
    private static final int LOOKED_AT_TOGETHER = 200;

    /** One that came back untried waits for another block: it may be the reason why it was not tried. */
    private static final String WHOSE_TURN_IT_IS = "(d.behind is null or d.behind < t.next_n)";

    private static final String ANY = "true";

    private static final UnaryOperator<Query> EVERYBODY = UnaryOperator.identity();

    private static final String HASHED = HashedPerson.sql("coalesce(r.person, r.phone)");

    private static final String CANDIDATE = """
            r.tape, r.n, r.line, r.phone, r.variables,
            (select s.reason || ' (' || s.source || ')' from suppression s
              where s.phone in (coalesce(r.person, r.phone), %s) limit 1) as unwanted""".formatted(HASHED);

    /** In SQL, of {@code r}: who costs the portfolio no place, or is only passed over. */
    private static final String COSTS_NOTHING =
            "(%s or exists (select from suppression s where s.phone in (coalesce(r.person, r.phone), %s)))"
                    .formatted(Places.COSTS_NONE, HASHED);

    /** Of those that are due no more than these are looked at for one who costs nothing. */
    private static final String FREE_AMONG_THE_FIRST = """
            (d.tape, d.n) in (
                select f.tape, f.n from (
                    select tape, n from due
                    where campaign_id = :campaign and due_at <= (select clock_now()) order by due_at limit 100) f
                join recipient r on (r.campaign_id, r.tape, r.n) = (:campaign, f.tape, f.n)
                where %s)""".formatted(COSTS_NOTHING);

    private static final String UNTRIED = "r.n between %s and %s and r.status is null order by r.n limit :most";

    private static final String FREE =
            "insert into free_block (campaign_id, tape, lo, hi) values (:campaign, :tape, :lo, :hi)";

    /** What the block of the lane of {@code :campaign} and {@code :sender} has next, {@code :most} at most. */
    static final String NEXT_OF_BLOCK = """
            select next.* from lane l cross join lateral (
                select %s from recipient r where r.campaign_id = l.campaign_id and r.tape = l.block_tape and %s) next
            where l.campaign_id = :campaign and l.sender_id = :sender""".formatted(CANDIDATE, UNTRIED.formatted("l.block_lo", "l.block_hi"));

    private final Handle handle;
    private final LaneId lane;
    private final Pacing pacing;
    private final boolean anythingDue;
    private final RecentlySent recentlySent;
    private final Instant now;
    private LaneView.@Nullable Block block;
    private @Nullable List<Candidate> nextOfBlock;
    private final Sleepers sleepers;
    private int skipped;
    private boolean needsPlace;

    /**
     * What {@code lane} may take, of which {@code view} was read under the account's lock.
     *
     * @param next what {@link #NEXT_OF_BLOCK} found with it
     */
    Tape(Handle handle, LaneId lane, LaneView view, List<Candidate> next) {
        this.handle = handle;
        this.lane = lane;
        this.pacing = view.account().pacing();
        this.block = view.block();
        this.nextOfBlock = block == null ? null : next;
        this.anythingDue = view.anythingDue();
        this.recentlySent = new RecentlySent(handle, lane, view.campaign().notWithin(), view.now());
        this.now = view.now();
        this.sleepers = new Sleepers(view.quietHoursOfRecipients(), view.now());
    }

    /** A recipient to send to; {@code attempt} counts from 1. */
    record Row(int tape, long n, long line, String phone, List<String> variables, int attempt) {

        static Row of(ResultSet row, int attempt) throws SQLException {
            return new Row(
                    row.getInt("tape"),
                    row.getLong("n"),
                    row.getLong("line"),
                    row.getString("phone"),
                    List.of((String[]) row.getArray("variables").getArray()),
                    attempt);
        }

        /** @param uploadedMedia {@link Dispatch#uploadedMedia} */
        Dispatch dispatch(UUID id, LaneId lane, AccountKey account, @Nullable String uploadedMedia) {
            return new Dispatch(id, lane, account, tape, n, line, phone, variables, attempt, uploadedMedia);
        }
    }

    /**
     * Takes the next recipients, {@code most} at most. Passes over rows already settled, writes those as skipped that are suppressed
     * or were sent to lately and those whose owners sleep as due when they wake; empty where it has found none, or enough for one
     * call: {@link #goesOn}. What is left of the lane's block is the caller's to write.
     */
    List<Row> next(int most) {
        List<Row> rows = new ArrayList<>();
        takeDue(WHOSE_TURN_IT_IS, most, rows);
        while (rows.size() < most && !goesOn() && holdsBlock()) {
            takeFromBlock(most, rows);
        }
        if (rows.isEmpty() && block == null) {
            takeDue(ANY, most, rows);
        }
        sleepers.write(handle, lane);
        giveBackMoreThanAShare();
        return rows;
    }

    private void takeDue(String which, int most, List<Row> rows) {
        boolean more = anythingDue;
        while (more && rows.size() < most && !goesOn()) {
            List<Candidate> due = due(which, most - rows.size(), EVERYBODY);
            int before = rows.size();
            take(due, rows);
            more = !due.isEmpty() && rows.size() == before; // all of them slept, or are suppressed
        }
    }

    /**
     * As {@link #next}, of those who cost {@code portfolio} no place: they have one, or need none. In the order of the tape, up
     * to the first who does.
     */
    List<Row> nextFree(int most, String portfolio) {
        List<Row> rows = new ArrayList<>();
        if (anythingDue) {
            take(due(FREE_AMONG_THE_FIRST, most, query -> query.bind("portfolio", portfolio)), rows);
            needsPlace = rows.isEmpty();
        }
        boolean free = true;
        while (free && rows.size() < most && !goesOn() && holdsBlock()) {
            free = takeFree(most, portfolio, rows);
        }
        sleepers.write(handle, lane);
        giveBackMoreThanAShare();
        return rows;
    }

    /** From the block; whether it begins with somebody who costs nothing. */
    private boolean takeFree(int most, String portfolio, List<Row> rows) {
        LaneView.Block from = Objects.requireNonNull(block);
        Optional<Long> first = firstThatCosts(from, portfolio);
        if (first.isPresent() && first.get() == from.lo()) {
            needsPlace = true;
            return false;
        }
        nextOfBlock = null;
        block = new LaneView.Block(from.tape(), from.lo(), first.map(n -> n - 1).orElse(from.hi()));
        takeFromBlock(most, rows);
        if (first.isPresent()) {
            block = new LaneView.Block(from.tape(), block == null ? first.get() : block.lo(), from.hi());
        }
        return true;
    }

    private Optional<Long> firstThatCosts(LaneView.Block from, String portfolio) {
        return bind(from, handle.createQuery("""
                        select r.n from recipient r where r.campaign_id = :campaign and r.tape = :tape
                          and r.n between :lo and :hi and r.status is null and not %s
                        order by r.n limit 1""".formatted(COSTS_NOTHING)))
                .bind("campaign", lane.campaign())
                .bind("portfolio", portfolio)
                .mapTo(Long.class)
                .findOne();
    }

    /** Whether {@link #nextFree} met somebody who needs a place. */
    boolean needsPlace() {
        return needsPlace;
    }

    /** Whether {@link #next} ended with rows that it has not looked at. */
    boolean goesOn() {
        return skipped >= MOST_SKIPPED || sleepers.count() >= MOST_ASLEEP;
    }

    /** What the lane holds now; null: nothing. */
    LaneView.@Nullable Block block() {
        return block;
    }

    /** Lets any lane take what this one's block has left, of which it holds nothing more. */
    void giveBack() {
        if (block != null) {
            bind(block, handle.createUpdate(FREE))
                    .bind("campaign", lane.campaign())
                    .execute();
            block = null;
        }
    }

    /**
     * Takes {@code block} from {@code lane}, which holds it, for any lane to take.
     *
     * @param block null: it holds nothing
     */
    static void giveBack(Handle handle, LaneId lane, LaneView.@Nullable Block block) {
        if (block != null) {
            bind(block, handle.createUpdate("""
                    with held as (
                        update lane set block_tape = null, block_lo = null, block_hi = null
                        where campaign_id = :campaign and sender_id = :sender)
                    %s""".formatted(FREE)))
                    .bind("campaign", lane.campaign())
                    .bind("sender", lane.sender())
                    .execute();
        }
    }

    /** Binds {@code :tape}, {@code :lo} and {@code :hi}; all null where there is no block. */
    static <S extends SqlStatement<S>> S bind(LaneView.@Nullable Block block, S statement) {
        return statement
                .bind("tape", block == null ? null : block.tape())
                .bind("lo", block == null ? null : block.lo())
                .bind("hi", block == null ? null : block.hi());
    }

    /** Adds those of {@code candidates} to {@code rows} that may be sent to now. */
    private void take(List<Candidate> candidates, List<Row> rows) {
        List<Row> awake = new ArrayList<>();
        candidates.forEach(candidate -> takeAwake(candidate, awake));
        Collection<Row> recent = recentlySent.among(awake);
        recent.forEach(row -> skip(row, RecentlySent.SKIPPED));
        awake.removeAll(recent);
        rows.addAll(awake);
    }

    private void takeAwake(Candidate candidate, List<Row> rows) {
        Row row = candidate.row();
        Optional<Instant> awake = sleepers.awakeFrom(row);
        if (candidate.unwanted() != null) {
            skip(
                    row,
                    Verdict.skipped(
                            "suppressed", "The phone is on the suppression list: " + candidate.unwanted() + "."));
        } else if (awake.isEmpty()) {
            skip(row, NEVER_AWAKE);
        } else if (awake.get().isAfter(now)) {
            sleepers.add(row, awake.get());
        } else {
            rows.add(row);
        }
    }

    private boolean holdsBlock() {
        if (block == null) {
            block = freeBlock().or(this::blockFromTape).orElse(null);
        }
        return block != null;
    }

    /** Fills {@code rows} up to {@code most}; behind a sleeper it looks further ahead. */
    private void takeFromBlock(int most, List<Row> rows) {
        LaneView.Block from = Objects.requireNonNull(block);
        int looks = nextOfBlock == null && sleepers.count() > 0 ? LOOKED_AT_TOGETHER : most - rows.size();
        List<Candidate> found = first(from, looks);
        nextOfBlock = null;
        block = found.size() < looks
                ? null
                : after(from, found.get(looks - 1).row().n());
        int taken = 0;
        while (taken < found.size() && rows.size() < most) {
            int end = Math.min(found.size(), taken + most - rows.size());
            take(found.subList(taken, end), rows);
            taken = end;
        }
        if (taken < found.size()) {
            block = new LaneView.Block(from.tape(), found.get(taken).row().n(), from.hi());
        }
    }

    /** Of a block that was taken to look for somebody awake: no lane holds what another could send. */
    private void giveBackMoreThanAShare() {
        if (block != null && sleepers.count() > 0 && block.hi() - block.lo() >= usualRows()) {
            LaneView.Block rest = new LaneView.Block(block.tape(), block.lo() + usualRows(), block.hi());
            bind(rest, handle.createUpdate(FREE))
                    .bind("campaign", lane.campaign())
                    .execute();
            block = new LaneView.Block(block.tape(), block.lo(), rest.lo() - 1);
        }
    }

    /** @param unwanted why the suppression list has it; null: it has not */
    record Candidate(Row row, @Nullable String unwanted) {

        static Candidate untried(ResultSet row) throws SQLException {
            return read(row, 1);
        }

        static Candidate read(ResultSet row, int attempt) throws SQLException {
            return new Candidate(Row.of(row, attempt), row.getString("unwanted"));
        }
    }

    /**
     * @param which {@link #WHOSE_TURN_IT_IS}, {@link #ANY} or {@link #FREE_AMONG_THE_FIRST}
     * @param binds what else that names
     */
    private List<Candidate> due(String which, int most, UnaryOperator<Query> binds) {
        return binds.apply(handle.createQuery("""
                with next as (
                    select d.campaign_id, d.tape, d.n from due d join tape t using (campaign_id, tape)
                    where d.campaign_id = :campaign and d.due_at <= clock_now() and %s
                    order by d.due_at limit :most for update of d skip locked),
                taken as (
                    delete from due d using next where (d.campaign_id, d.tape, d.n) = (next.campaign_id, next.tape, next.n)
                    returning d.campaign_id, d.tape, d.n, d.attempts)
                select t.attempts, %s from taken t join recipient r using (campaign_id, tape, n)""".formatted(which, CANDIDATE)))
                .bind("campaign", lane.campaign())
                .bind("most", most)
                .map((row, context) -> Candidate.read(row, row.getInt("attempts") + 1))
                .list();
    }

    private List<Candidate> first(LaneView.Block from, int most) {
        if (nextOfBlock != null) {
            return nextOfBlock.subList(0, Math.min(most, nextOfBlock.size()));
        }
        return bind(
                        from,
                        handle.createQuery(
                                "select %s from recipient r where r.campaign_id = :campaign and r.tape = :tape and %s"
                                        .formatted(CANDIDATE, UNTRIED.formatted(":lo", ":hi"))))
                .bind("campaign", lane.campaign())
                .bind("most", most)
                .map((row, context) -> Candidate.untried(row))
                .list();
    }

    private static LaneView.@Nullable Block after(LaneView.Block block, long n) {
        return n < block.hi() ? new LaneView.Block(block.tape(), n + 1, block.hi()) : null;
    }

    private Optional<LaneView.Block> freeBlock() {
        return handle.createQuery("""
                with taken as (
                    delete from free_block where (campaign_id, tape, lo) =
                        (select campaign_id, tape, lo from free_block where campaign_id = :campaign
                         order by tape, lo limit 1 for update skip locked)
                    returning campaign_id, tape, lo, hi),
                rest as (
                    insert into free_block (campaign_id, tape, lo, hi)
                    select campaign_id, tape, lo + :most, hi from taken where hi - lo >= :most)
                select tape, lo, least(hi, lo + :most - 1) as hi from taken""")
                .bind("campaign", lane.campaign())
                .bind("most", mostRows())
                .map((row, context) -> new LaneView.Block(row.getInt("tape"), row.getLong("lo"), row.getLong("hi")))
                .findOne();
    }

    private Optional<LaneView.Block> blockFromTape() {
        Optional<LaneView.Block> rest = handle.createQuery("""
                select tape, next_n, size from tape where campaign_id = :campaign and next_n <= size
                order by tape limit 1 for update""")
                .bind("campaign", lane.campaign())
                .map((row, context) ->
                        new LaneView.Block(row.getInt("tape"), row.getLong("next_n"), row.getLong("size")))
                .findOne();
        return rest.map(open -> {
            long share = (open.hi() - open.lo() + 1) / (2 * lanes());
            long rows = Math.max(1, Math.min(mostRows(), share));
            handle.createUpdate(
                            "update tape set next_n = next_n + :rows where campaign_id = :campaign and tape = :tape")
                    .bind("campaign", lane.campaign())
                    .bind("tape", open.tape())
                    .bind("rows", rows)
                    .execute();
            return new LaneView.Block(open.tape(), open.lo(), open.lo() + rows - 1);
        });
    }

    private long lanes() {
        return handle.createQuery("select count(*) from lane where campaign_id = :campaign and not removed")
                .bind("campaign", lane.campaign())
                .mapTo(Long.class)
                .one();
    }

    private long mostRows() {
        return sleepers.count() > 0 ? Math.max(LOOKED_AT_TOGETHER, usualRows()) : usualRows();
    }

    private long usualRows() {
        long pace = Math.max(1, Pauses.mean(pacing).toMillis());
        int largest = pacing instanceof Pacing.Rate ? LARGEST_BLOCK_OF_A_RATE : LARGEST_BLOCK;
        return Math.min(largest, Math.max(1, BLOCK.toMillis() / pace));
    }

    private void skip(Row row, Verdict verdict) {
        skipped++;
        handle.createUpdate("""
                with skipped as (
                    update recipient set status = 'skipped', sender_id = :sender, error_code = :code,
                           error_message = :message, settled_at = clock_now()
                    where (campaign_id, tape, n) = (:campaign, :tape, :n)),
                found as (
                    insert into outcome (campaign_id, status, tape, n) values (:campaign, 'skipped', :tape, :n)
                    on conflict do nothing)
                update lane set skipped = skipped + 1 where campaign_id = :campaign and sender_id = :sender""")
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .bind("tape", row.tape())
                .bind("n", row.n())
                .bind("code", verdict.code())
                .bind("message", verdict.message())
                .execute();
    }
}
