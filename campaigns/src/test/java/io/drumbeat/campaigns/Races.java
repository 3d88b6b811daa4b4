package io.drumbeat.campaigns;

import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;

/**
 * What several threads of a process do at once, gone through order by order: Lincheck stops a thread before whatever others may
 * see or change, and lets another go on. The same orders are taken each time, however busy the machine is. Time stands still:
 * a wait with a limit is one without, so that whom nobody wakes is found.
 */
public final class Races {

    private Races() {}

    /**
     * Runs {@code scenario} over and over, each time in another order of its threads' steps.
     *
     * @param orders how many are tried at most, first those with the fewest changes from one thread to another
     * @throws AssertionError where it throws in one of them, or never ends; it shows that order
     */
    public static void inOrders(int orders, Runnable scenario) {
        Lincheck.runConcurrentTest(orders, scenario);
    }

    /** Runs all of {@code work} at once, and returns when all of it has ended, or throws what one of them has thrown. */
    public static void together(Runnable... work) {
        Thread[] others = new Thread[work.length - 1];
        @Nullable Throwable[] failures = new Throwable[work.length];
        for (int i = 0; i < others.length; i++) {
            int mine = i + 1;
            others[i] = new Thread(() -> run(work[mine], mine, failures));
            others[i].start();
        }
        run(work[0], 0, failures);
        try {
            for (Thread other : others) {
                other.join();
            }
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
        for (Throwable failure : failures) {
            if (failure != null) {
                throw new AssertionError(failure);
            }
        }
    }

    private static void run(Runnable work, int place, @Nullable Throwable[] failures) {
        try {
            work.run();
        } catch (RuntimeException | AssertionError failed) {
            failures[place] = failed;
        }
    }

    /** AssertJ would take thousands of steps, each of which others may come between. */
    public static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
