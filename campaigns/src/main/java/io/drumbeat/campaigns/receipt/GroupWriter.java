package io.drumbeat.campaigns.receipt;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what many threads bring in groups: while one group is written, the next one gathers, so that many who come at
 * once share a transaction and nobody who comes alone waits. Safe to use from many threads.
 */
final class GroupWriter<T> {

    private final Consumer<List<T>> writing;
    private final Lock turn = new ReentrantLock();
    private @Nullable Group<T> gathering;

    /** @param writing writes all of a list, or throws and has written nothing */
    GroupWriter(Consumer<List<T>> writing) {
        this.writing = writing;
    }

    /** Returns once {@code items} are written; what the group failed with is thrown only by whom it concerns. */
    void write(List<T> items) {
        Group<T> mine = join(items);
        turn.lock();
        try {
            if (!mine.over) {
                close(mine);
                mine.write(writing);
            }
        } finally {
            turn.unlock();
        }
        if (mine.failure != null && mine.members == 1) {
            throw mine.failure;
        }
        if (!mine.written) {
            writing.accept(items);
        }
    }

    private synchronized Group<T> join(List<T> items) {
        if (gathering == null) {
            gathering = new Group<>();
        }
        gathering.items.addAll(items);
        gathering.members++;
        return gathering;
    }

    /** How many wait for the group that gathers. */
    synchronized int gathered() {
        return gathering == null ? 0 : gathering.members;
    }

    private synchronized void close(Group<T> group) {
        if (gathering == group) {
            gathering = null;
        }
    }

    /** Changed under the group writer's monitor while it gathers, then by whose turn it is. */
    private static final class Group<T> {
        private final List<T> items = new ArrayList<>();
        private int members;
        private boolean over;
        private boolean written;
        private @Nullable RuntimeException failure;

        void write(Consumer<List<T>> writing) {
            try {
                writing.accept(items);
                written = true;
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                over = true;
            }
        }
    }
}
