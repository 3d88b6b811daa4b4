package io.drumbeat.api.cli;

import java.io.PrintWriter;

/** Says something where the process is told to end, by Ctrl-C above all, before it is closed. */
final class OnInterrupt implements AutoCloseable {

    private final Thread hook;
    private volatile String words;

    /** @param words what is said, until {@link #say} gives others */
    OnInterrupt(PrintWriter err, String words) {
        this.words = words;
        this.hook = new Thread(
                () -> {
                    err.println();
                    err.println(this.words);
                    err.flush();
                },
                "on-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on, it says {@code instead}. */
    void say(String instead) {
        words = instead;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException itIsSaidAlready) {
            // The process ends.
        }
    }
}
