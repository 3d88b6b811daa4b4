package io.drumbeat.api.config;

import java.util.Locale;

/** What of Drumbeat a process runs. */
public enum RunMode {
    /** HTTP and worker in one process. */
    SERVE,
    /** HTTP alone. */
    API,
    /** The worker alone. */
    WORKER;

    /** Whether other processes do the rest, so that database and Temporal must be ones that all of them reach. */
    public boolean half() {
        return this != SERVE;
    }

    /** The command that runs it. */
    public String command() {
        return name().toLowerCase(Locale.ROOT);
    }
}
