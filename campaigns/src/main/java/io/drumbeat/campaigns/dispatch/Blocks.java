package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The blocks of rows that a campaign's lanes hold: taken from those that were given back, then from the tape, and given back. */
final class Blocks {

    /** A block is at most this much of the lane's pace, so that no lane holds what another could send. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int LARGEST = 50;

    /** Of a rate: half a second of what the fastest numbers send. */
    private static final int LARGEST_OF_A_RATE = 500;

    private static final String FREE =
            "insert into free_block (campaign_id, tape, lo, hi) values (:campaign, :tape, :lo, :hi)";

    private final Handle handle;
    private final LaneId lane;
    private final Pacing pacing;

    Blocks(Handle handle, LaneId lane, Pacing pacing) {
        this.handle = handle;
        this.lane = lane;
        this.pacing = pacing;
    }

    /** How many rows a block of the lane has at most, unless it looks for somebody who is awake. */
    long share() {
        return share(pacing);
    }

    /** The same of a lane of {@code pacing}. */
    static long share(Pacing pacing) {
        long pace = Math.max(1, Pauses.mean(pacing).toMillis());
        int largest = pacing instanceof Pacing.Rate ? LARGEST_OF_A_RATE : LARGEST;
        return Math.min(largest, Math.max(1, LONGEST.toMillis() / pace));
    }

    /** The next block, of {@code most} rows at most; empty: the campaign has none left. */
    Optional<LaneView.Block> take(long most) {
        return given(most).or(() -> ofTape(most));
    }

    /** One that a lane gave back. */
    private Optional<LaneView.Block> given(long most) {
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
                .bind("most", most)
                .map((row, context) -> new LaneView.Block(row.getInt("tape"), row.getLong("lo"), row.getLong("hi")))
                .findOne();
    }

    private Optional<LaneView.Block> ofTape(long most) {
        Optional<LaneView.Block> rest = handle.createQuery("""
                select tape, next_n, size from tape where campaign_id = :campaign and next_n <= size
                order by tape limit 1 for update""")
                .bind("campaign", lane.campaign())
                .map((row, context) ->
                        new LaneView.Block(row.getInt("tape"), row.getLong("next_n"), row.getLong("size")))
                .findOne();
        return rest.map(open -> {
            long share = (open.hi() - open.lo() + 1) / (2 * lanes());
            long rows = Math.max(1, Math.min(most, share));
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

    /** Lets any lane take {@code block}; that this one no longer holds it is the caller's to write. */
    void giveBack(LaneView.Block block) {
        bind(block, handle.createUpdate(FREE)).bind("campaign", lane.campaign()).execute();
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
}
