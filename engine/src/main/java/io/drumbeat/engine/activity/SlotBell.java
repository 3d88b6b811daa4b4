package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.Turn.Queued;
import io.drumbeat.campaigns.sender.AccountKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * Wakes the lane whose turn it is, of those of this process that wait for others, where one has taken what it may or leaves:
 * it need not ask over and over. Lanes of other processes come when they were told to. Safe to use from many threads.
 */
final class SlotBell {

    /** Accounts are as many as senders: none is ever dropped. */
    private final Map<AccountKey, Queue> queues = new HashMap<>();

    private static final class Queue {
        private final List<Place> places = new ArrayList<>();
        private Rings rings = new Rings(0, 0);
    }

    /** How often a bell has rung: for turns that were over, and for sends that had ended. */
    record Rings(long turns, long ends) {}

    /**
     * A lane's place among those that wait for an account.
     *
     * @param woken has a permit once its turn may have come
     */
    record Place(AccountKey account, Queued queued, Semaphore woken) {

        private boolean forAnEnd() {
            return queued.forAnEnd();
        }
    }

    /** How often the bell of {@code account} has rung: to be asked before the question whose answer is to wait. */
    synchronized Rings rings(AccountKey account) {
        return queue(account).rings;
    }

    /** Takes a place; it is woken already where the bell has rung since {@code heard}, and would have woken it. */
    synchronized Place queue(AccountKey account, Queued queued, Rings heard) {
        Queue queue = queue(account);
        Place place = new Place(account, queued, new Semaphore(0));
        queue.places.add(place);
        boolean missedTurn = queue.rings.turns() != heard.turns() && isFirst(place, queue, any -> true);
        boolean missedEnd = queue.rings.ends() != heard.ends() && isFirst(place, queue, Place::forAnEnd);
        if (missedTurn || missedEnd) {
            wake(queue, place);
        }
        return place;
    }

    synchronized void leave(Place place) {
        var unused = queue(place.account()).places.remove(place); // not there where it was woken
    }

    /** The turn of a lane of {@code account} is over: wakes whoever was served longest ago. */
    synchronized void ring(AccountKey account) {
        Queue queue = queue(account);
        queue.rings = new Rings(queue.rings.turns() + 1, queue.rings.ends());
        first(queue, any -> true).ifPresent(place -> wake(queue, place));
    }

    /** Some of its sends have ended: wakes whoever was served longest ago of those that wait for that. */
    synchronized void ringForAnEnd(AccountKey account) {
        Queue queue = queue(account);
        queue.rings = new Rings(queue.rings.turns(), queue.rings.ends() + 1);
        first(queue, Place::forAnEnd).ifPresent(place -> wake(queue, place));
    }

    private static boolean isFirst(Place place, Queue queue, Predicate<Place> of) {
        return first(queue, of).equals(Optional.of(place));
    }

    private static Optional<Place> first(Queue queue, Predicate<Place> of) {
        return queue.places.stream().filter(of).min(Comparator.comparing(Place::queued));
    }

    private static void wake(Queue queue, Place place) {
        queue.places.remove(place);
        place.woken().release();
    }

    private Queue queue(AccountKey account) {
        return queues.computeIfAbsent(account, any -> new Queue());
    }
}
