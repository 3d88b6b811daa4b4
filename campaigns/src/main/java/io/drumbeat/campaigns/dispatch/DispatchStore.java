package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.outcome.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * How a recipient is sent to once (docs/protocol.md): a slot, a row and a journal line are taken together, and an outcome
 * is written together with everything that follows from it; in groups of one lane, of which a lone recipient is one.
 */
public interface DispatchStore {

    /**
     * Whether {@code lane} could begin now; it is remembered as waiting for its slot. Takes nothing: ask first, open a
     * connection, then begin.
     *
     * @param means how this process would send
     */
    Turn ask(LaneId lane, Means means);

    /**
     * Takes gate, slots and the next recipients, all or nothing: at most one for each of {@code dispatches}, and as many
     * as pace, cap, sends in flight and the lane's rows allow. To be repeated with the same dispatches until it answers: it
     * gives the same answer. Where what it took has been settled meanwhile, nobody has sent it: it goes back, and the
     * answer is to ask again at once, and begin with other ids.
     *
     * @param dispatches new ids, at least one
     */
    Turn begin(LaneId lane, Means means, List<UUID> dispatches);

    /**
     * Writes what became of sends of one lane at one account. Accepted whoever brings it and however late; repeated, it
     * changes nothing.
     *
     * @param group at least one, in the order in which they ended
     */
    Settlement finish(List<Ended> group);

    /**
     * A send that is over.
     *
     * @param sinceEnd how long ago it ended: the pause runs from there
     */
    record Ended(Dispatch dispatch, Outcome outcome, Duration sinceEnd) {}

    /**
     * What followed from outcomes.
     *
     * @param untilNextSlot until this lane's next slot, as far as is known: a hint
     * @param wakes whether other lanes must hear of it: a breaker paused the campaign or blocked the sender, or a row
     *     that had been settled is to be sent after all
     */
    record Settlement(Duration untilNextSlot, boolean wakes) {}

    /** How many lanes of running campaigns, of all processes, have asked or begun lately, or are about to for the first time. */
    int runningLanes();

    /**
     * Backs the account of {@code lane} off: its vendor was not reached, and no recipient had been taken. Nothing happens
     * where {@code means} are not the database's any more: that vendor was another one.
     */
    void notReached(LaneId lane, Means means, String message);

    /** Tells that nobody asks for {@code lane} for a while: other lanes of its account need not wait for it to take its turn. */
    void leave(LaneId lane);
}
