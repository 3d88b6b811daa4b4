package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.sender.AccountKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;

/**
 * Wakes the lane that comes next where a stint of this process ends, having sent or not: it need not ask over and over.
 * Lanes of other processes come when they were told to. Safe to use from many threads.
 */
final class SlotBell {

    /** Accounts are as many as senders: none is ever dropped. */
    private final Map<AccountKey, Queue> queues = new HashMap<>();

    private static final class Queue {
        private final PriorityQueue<Place> places = new PriorityQueue<>(Comparator.comparingLong(Place::due));
        private long rings;
    }

    /**
     * A lane's place among those that wait for an account.
     *
     * @param due when it was told to come, in ticks
     * @param woken has a permit once its turn may have come
     */
    record Place(AccountKey account, long due, Semaphore woken) {}

    /** How often the bell of {@code account} has rung: to be asked before the question whose answer is to wait. */
    synchronized long rings(AccountKey account) {
        return queue(account).rings;
    }

    /** Takes a place; it is woken already where the bell has rung since it counted {@code heard}. */
    synchronized Place queue(AccountKey account, long due, long heard) {
        Queue queue = queue(account);
        Place place = new Place(account, due, new Semaphore(queue.rings == heard ? 0 : 1));
        queue.places.add(place);
        return place;
    }

    synchronized void leave(Place place) {
        var unused = queue(place.account()).places.remove(place); // not there where it was woken
    }

    /** The slot of {@code account} is somebody else's now: wakes whoever was told to come first. */
    synchronized void ring(AccountKey account) {
        Queue queue = queue(account);
        queue.rings++;
        Place first = queue.places.poll();
        if (first != null) {
            first.woken().release();
        }
    }

    private Queue queue(AccountKey account) {
        return queues.computeIfAbsent(account, any -> new Queue());
    }
}
