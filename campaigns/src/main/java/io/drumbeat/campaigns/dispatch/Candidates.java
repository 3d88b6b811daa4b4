package io.drumbeat.campaigns.dispatch;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Who may be next in a lane: of those that are due again, and of its block. Found by key, whatever lies behind. */
final class Candidates {

    private static final String UNTRIED = "r.n between %s and %s and r.status is null order by r.n limit :most";

    /** What the block of the lane of {@code :campaign} and {@code :sender} has next, {@code :most} at most. */
    static final String NEXT_OF_BLOCK = """
            select next.* from lane l cross join lateral (
                select %s from recipient r where r.campaign_id = l.campaign_id and r.tape = l.block_tape and %s) next
            where l.campaign_id = :campaign and l.sender_id = :sender""".formatted(Candidate.COLUMNS, UNTRIED.formatted("l.block_lo", "l.block_hi"));

    private static final String WHOSE_TURN_IT_IS = "(d.behind is null or d.behind < t.next_n)";

    private static final String ANY = "true";

    /** In SQL, of {@code r}: who costs the portfolio no place, or is only passed over. */
    private static final String COSTS_NOTHING =
            "(%s or exists (select %s))".formatted(Places.COSTS_NONE, Candidate.SUPPRESSION);

    /** Of those that are due no more than these are looked at for one who costs nothing. */
    private static final String FREE_AMONG_THE_FIRST = """
            (d.tape, d.n) in (
                select f.tape, f.n from (
                    select tape, n from due
                    where campaign_id = :campaign and due_at <= (select clock_now()) order by due_at limit 100) f
                join recipient r on (r.campaign_id, r.tape, r.n) = (:campaign, f.tape, f.n)
                where %s)""".formatted(COSTS_NOTHING);

    private final Handle handle;
    private final LaneId lane;

    Candidates(Handle handle, LaneId lane) {
        this.handle = handle;
        this.lane = lane;
    }

    /** Takes those that are due; one that came back untried waits for another block: it may be the reason why it was not tried. */
    List<Candidate> takeDueInTurn(int most) {
        return takeDue(WHOSE_TURN_IT_IS, most, UnaryOperator.identity());
    }

    /** Takes those that are due, whatever block they wait for. */
    List<Candidate> takeDue(int most) {
        return takeDue(ANY, most, UnaryOperator.identity());
    }

    /** Takes those that are due and cost {@code portfolio} no place. */
    List<Candidate> takeDueAndFree(int most, String portfolio) {
        return takeDue(FREE_AMONG_THE_FIRST, most, query -> query.bind("portfolio", portfolio));
    }

    private List<Candidate> takeDue(String which, int most, UnaryOperator<Query> binds) {
        return binds.apply(handle.createQuery("""
                with next as (
                    select d.campaign_id, d.tape, d.n from due d join tape t using (campaign_id, tape)
                    where d.campaign_id = :campaign and d.due_at <= clock_now() and %s
                    order by d.due_at limit :most for update of d skip locked),
                taken as (
                    delete from due d using next where (d.campaign_id, d.tape, d.n) = (next.campaign_id, next.tape, next.n)
                    returning d.campaign_id, d.tape, d.n, d.attempts)
                select t.attempts, %s from taken t join recipient r using (campaign_id, tape, n)""".formatted(which, Candidate.COLUMNS)))
                .bind("campaign", lane.campaign())
                .bind("most", most)
                .map((row, context) -> Candidate.read(row, row.getInt("attempts") + 1))
                .list();
    }

    /** The first of {@code block} that nobody has tried; they stay where they are. */
    List<Candidate> of(LaneView.Block block, int most) {
        return Blocks.bind(
                        block,
                        handle.createQuery(
                                "select %s from recipient r where r.campaign_id = :campaign and r.tape = :tape and %s"
                                        .formatted(Candidate.COLUMNS, UNTRIED.formatted(":lo", ":hi"))))
                .bind("campaign", lane.campaign())
                .bind("most", most)
                .map((row, context) -> Candidate.untried(row))
                .list();
    }

    /** Where in {@code block} the first is who costs {@code portfolio} a place. */
    Optional<Long> firstThatCosts(LaneView.Block block, String portfolio) {
        return Blocks.bind(block, handle.createQuery("""
                        select r.n from recipient r where r.campaign_id = :campaign and r.tape = :tape
                          and r.n between :lo and :hi and r.status is null and not %s
                        order by r.n limit 1""".formatted(COSTS_NOTHING)))
                .bind("campaign", lane.campaign())
                .bind("portfolio", portfolio)
                .mapTo(Long.class)
                .findOne();
    }
}
