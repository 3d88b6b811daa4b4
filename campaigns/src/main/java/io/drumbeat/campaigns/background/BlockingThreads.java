package io.drumbeat.campaigns.background;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Threads for work that mostly waits: virtual ones where this Java has them, else those of the operating system, kept for a
 * minute. There are as many as there is work at once, which whoever hands it out bounds.
 */
public final class BlockingThreads {

    private static final int FIRST_WITH_VIRTUAL = 21;

    private BlockingThreads() {}

    /** Some of them, with that name where they are not virtual. */
    public static ExecutorService named(String name) {
        return Runtime.version().feature() >= FIRST_WITH_VIRTUAL
                ? virtual()
                : Executors.newCachedThreadPool(Daemons.named(name));
    }

    /** Looked up by its name: the code is compiled for a Java that does not have it. */
    private static ExecutorService virtual() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invokeExact();
        } catch (Throwable never) {
            throw new IllegalStateException("every Java from 21 on has virtual threads", never);
        }
    }
}
