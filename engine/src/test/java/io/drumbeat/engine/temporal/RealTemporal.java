package io.drumbeat.engine.temporal;

import java.nio.file.Path;

/** The Temporal CLI that tests use. */
public final class RealTemporal {

    private RealTemporal() {}

    /** Where it is: these tests fail, and are not skipped, where it is missing. */
    public static Path binary() {
        String path = System.getenv("DRUMBEAT_TEST_TEMPORAL");
        if (path == null) {
            throw new AssertionError("DRUMBEAT_TEST_TEMPORAL names no Temporal CLI; ./drumbeat verify gets one");
        }
        return Path.of(path);
    }
}
