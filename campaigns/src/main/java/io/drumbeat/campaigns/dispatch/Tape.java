package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.sender.AccountKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane finds its next recipient: rows that are due again, the block it holds, blocks given back, and the tape's
 * cursor. Found by primary key, so the cost does not grow with what lies behind.
 */
final class Tape {

    /** How many rows are looked at together once one of them has been found asleep: mostly its neighbours are, too. */
    private static final int LOOKED_AT_TOGETHER = 200;

    private final boolean anythingDue;
    private final boolean inTrouble;
    private final Candidates candidates;
    private final Screening screening;
    private final Blocks blocks;
    private LaneView.@Nullable Block block;
    private @Nullable List<Candidate> nextOfBlock;
    private boolean needsPlace;

    /**
     * What {@code lane} may take, of which {@code view} was read under the account's lock.
     *
     * @param next what {@link Candidates#NEXT_OF_BLOCK} found with it
     */
    Tape(Handle handle, LaneId lane, LaneView view, List<Candidate> next) {
        this.anythingDue = view.anythingDue();
        this.inTrouble = view.account().slot().failures() > 0;
        this.candidates = new Candidates(handle, lane);
        this.screening = new Screening(handle, lane, view);
        this.blocks = new Blocks(handle, lane, view.account().pacing());
        this.block = view.block();
        this.nextOfBlock = block == null ? null : next;
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
     * Takes the next recipients who may be sent to ({@link Screening}), {@code most} at most. Passes over rows already settled;
     * empty where it has found none, or enough for one call: {@link #goesOn}. What is left of the lane's block is the caller's to
     * write.
     *
     * <p>Those that are due again come first, but not while the account is in trouble: they may be the trouble
     * (docs/protocol.md#trouble-tries-the-untried).
     */
    List<Row> next(int most) {
        List<Row> rows = new ArrayList<>();
        if (!inTrouble) {
            takeDue(candidates::takeDueInTurn, most, rows);
        }
        while (rows.size() < most && !goesOn() && holdsBlock()) {
            takeFromBlock(most, rows);
        }
        if (inTrouble) {
            takeDue(candidates::takeDueInTurn, most, rows);
        }
        if (rows.isEmpty() && block == null) {
            takeDue(candidates::takeDue, most, rows);
        }
        screening.writeSleepers();
        giveBackMoreThanAShare();
        return rows;
    }

    private void takeDue(IntFunction<List<Candidate>> upTo, int most, List<Row> rows) {
        boolean more = anythingDue;
        while (more && rows.size() < most && !goesOn()) {
            List<Candidate> due = upTo.apply(most - rows.size());
            List<Row> passed = screening.pass(due);
            rows.addAll(passed);
            more = !due.isEmpty() && passed.isEmpty(); // all of them slept, or are suppressed
        }
    }

    /**
     * As {@link #next}, of those who cost {@code portfolio} no place: they have one, or need none. In the order of the tape, up
     * to the first who does.
     */
    List<Row> nextFree(int most, String portfolio) {
        List<Row> rows = new ArrayList<>();
        if (anythingDue) {
            rows.addAll(screening.pass(candidates.takeDueAndFree(most, portfolio)));
            needsPlace = rows.isEmpty();
        }
        boolean free = true;
        while (free && rows.size() < most && !goesOn() && holdsBlock()) {
            free = takeFree(most, portfolio, rows);
        }
        screening.writeSleepers();
        giveBackMoreThanAShare();
        return rows;
    }

    /** From the block; whether it begins with somebody who costs nothing. */
    private boolean takeFree(int most, String portfolio, List<Row> rows) {
        LaneView.Block from = Objects.requireNonNull(block);
        Optional<Long> first = candidates.firstThatCosts(from, portfolio);
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

    /** Whether {@link #nextFree} met somebody who needs a place. */
    boolean needsPlace() {
        return needsPlace;
    }

    /** Whether {@link #next} ended with rows that it has not looked at. */
    boolean goesOn() {
        return screening.isEnough();
    }

    /** What the lane holds now; null: nothing. */
    LaneView.@Nullable Block block() {
        return block;
    }

    /** Lets any lane take what this one's block has left, of which it holds nothing more. */
    void giveBack() {
        if (block != null) {
            blocks.giveBack(block);
            block = null;
        }
    }

    private boolean holdsBlock() {
        if (block == null) {
            long most = screening.hasSleepers() ? Math.max(LOOKED_AT_TOGETHER, blocks.share()) : blocks.share();
            block = blocks.take(most).orElse(null);
        }
        return block != null;
    }

    /** Fills {@code rows} up to {@code most}; behind a sleeper it looks further ahead. */
    private void takeFromBlock(int most, List<Row> rows) {
        LaneView.Block from = Objects.requireNonNull(block);
        int looks = nextOfBlock == null && screening.hasSleepers() ? LOOKED_AT_TOGETHER : most - rows.size();
        List<Candidate> found = first(from, looks);
        nextOfBlock = null;
        block = found.size() < looks
                ? null
                : after(from, found.get(looks - 1).row().n());
        int taken = 0;
        while (taken < found.size() && rows.size() < most) {
            int end = Math.min(found.size(), taken + most - rows.size());
            rows.addAll(screening.pass(found.subList(taken, end)));
            taken = end;
        }
        if (taken < found.size()) {
            block = new LaneView.Block(from.tape(), found.get(taken).row().n(), from.hi());
        }
    }

    private List<Candidate> first(LaneView.Block from, int most) {
        return nextOfBlock == null
                ? candidates.of(from, most)
                : nextOfBlock.subList(0, Math.min(most, nextOfBlock.size()));
    }

    private static LaneView.@Nullable Block after(LaneView.Block block, long n) {
        return n < block.hi() ? new LaneView.Block(block.tape(), n + 1, block.hi()) : null;
    }

    /** Of a block that was taken to look for somebody awake: no lane holds what another could send. */
    private void giveBackMoreThanAShare() {
        long share = blocks.share();
        if (block != null && screening.hasSleepers() && block.hi() - block.lo() >= share) {
            blocks.giveBack(new LaneView.Block(block.tape(), block.lo() + share, block.hi()));
            block = new LaneView.Block(block.tape(), block.lo(), block.lo() + share - 1);
        }
    }
}
