package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.database.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some sessions at one PostgreSQL, of which one at a time goes on by a statement. Whoever waits for a lock waits, and the
 * others go on. {@link Orders} says whose turn it is.
 */
final class Interleaved implements AutoCloseable {

    private static final int NOBODYS = -1;

    private enum State {
        RUNS,
        IS_ABOUT_TO,
        OVER
    }

    /** A statement that ran. */
    record Step(int session, String sql) {
        @Override
        public String toString() {
            return session + ": "
                    + sql.strip().lines().map(String::strip).findFirst().orElse("");
        }
    }

    private final TestDatabase test;
    private final List<Session> sessions = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Object monitor = new Object();
    private final State[] states;
    private final String[] next;
    private final List<Step> steps = new ArrayList<>();
    private int turn = NOBODYS;
    private boolean free = true;

    /** So many of them. */
    Interleaved(TestDatabase test, int many) {
        this.test = test;
        this.states = new State[many];
        this.next = new String[many];
        for (int i = 0; i < many; i++) {
            int session = i;
            sessions.add(new Session(test, sql -> await(session, sql)));
        }
    }

    /** Whose work waits for each other, and nobody can go on. */
    static final class Deadlock extends AssertionError {
        private static final long serialVersionUID = 1L;

        Deadlock(List<Step> steps) {
            super("deadlock after " + steps);
        }
    }

    /**
     * Runs {@code work}, of a session each, in the next of {@code orders}.
     *
     * @param part whose work it is this time
     * @return what each came to; null: it took no part
     */
    List<@Nullable Object> run(List<Function<Session, Object>> work, Set<Integer> part, Orders orders)
            throws Exception {
        List<@Nullable Future<Object>> results = new ArrayList<>();
        synchronized (monitor) {
            Arrays.fill(states, State.OVER);
            steps.clear();
            turn = NOBODYS;
            free = false;
            for (int i = 0; i < work.size(); i++) {
                int session = i;
                if (!part.contains(session)) {
                    results.add(null);
                    continue;
                }
                states[i] = State.RUNS;
                results.add(threads.submit(() -> {
                    try {
                        return work.get(session).apply(sessions.get(session));
                    } finally {
                        is(session, State.OVER);
                    }
                }));
            }
        }
        try {
            List<Integer> enabled = settled();
            while (!enabled.isEmpty()) {
                go(orders.choose(enabled));
                enabled = settled();
            }
        } finally {
            synchronized (monitor) {
                free = true;
                monitor.notifyAll();
            }
        }
        List<@Nullable Object> came = new ArrayList<>();
        for (Future<Object> result : results) {
            came.add(result == null ? null : result.get());
        }
        return came;
    }

    /** What has run, in that order. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** What {@code session} has run, in that order. */
    List<String> steps(int session) {
        return steps.stream()
                .filter(step -> step.session == session)
                .map(Step::sql)
                .toList();
    }

    /** When {@code session} had committed for the last time, by the count of steps; -1: never. */
    int committed(int session) {
        return steps.lastIndexOf(new Step(session, Session.COMMIT));
    }

    private void await(int session, String sql) {
        synchronized (monitor) {
            if (!free) {
                next[session] = sql;
                is(session, State.IS_ABOUT_TO);
                while (!free && turn != session) {
                    waitABit(0);
                }
                turn = NOBODYS;
                is(session, State.RUNS);
            }
        }
    }

    private void is(int session, State state) {
        synchronized (monitor) {
            states[session] = state;
            monitor.notifyAll();
        }
    }

    private void go(int session) {
        synchronized (monitor) {
            steps.add(new Step(session, next[session]));
            states[session] = State.RUNS;
            turn = session;
            monitor.notifyAll();
        }
    }

    /** Who may go on once everybody else waits for a lock or is over; none: all are over. */
    private List<Integer> settled() {
        while (true) {
            List<Integer> running = in(State.RUNS);
            if (running.isEmpty()) {
                return in(State.IS_ABOUT_TO);
            }
            if (allWait(running) && in(State.RUNS).equals(running)) {
                List<Integer> enabled = in(State.IS_ABOUT_TO);
                if (enabled.isEmpty()) {
                    throw new Deadlock(steps());
                }
                return enabled;
            }
            synchronized (monitor) {
                if (in(State.RUNS).equals(running)) {
                    waitABit(1);
                }
            }
        }
    }

    /** Nobody else moves meanwhile: who waits for a lock goes on waiting. */
    private boolean allWait(List<Integer> running) {
        Set<Integer> waiting = new HashSet<>(test.database()
                .jdbi()
                .withHandle(handle -> handle.select("select pid from pg_locks where not granted")
                        .mapTo(Integer.class)
                        .list()));
        return running.stream().allMatch(session -> waiting.contains(sessions.get(session).pid));
    }

    private List<Integer> in(State state) {
        synchronized (monitor) {
            return IntStream.range(0, states.length)
                    .filter(i -> states[i] == state)
                    .boxed()
                    .toList();
        }
    }

    /** @param millis at most; 0: until anything changes, which the caller looks at again */
    @SuppressWarnings("WaitNotInLoop") // its callers have the loop
    private void waitABit(long millis) {
        try {
            monitor.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        sessions.forEach(Session::close);
    }
}
