package io.drumbeat.engine.temporal;

import java.nio.file.Path;

/** A Temporal server of its own for a test. */
public final class RealTemporal implements AutoCloseable {
    private final DevServer server;

    private RealTemporal(DevServer server) {
        this.server = server;
    }

    /** The Temporal CLI: tests that need it fail, and are not skipped, where it is missing. */
    public static Path binary() {
        String path = System.getenv("DRUMBEAT_TEST_TEMPORAL");
        if (path == null) {
            throw new AssertionError("DRUMBEAT_TEST_TEMPORAL names no Temporal CLI; ./drumbeat verify gets one");
        }
        return Path.of(path);
    }

    /** One that keeps its database in {@code folder}. */
    public static RealTemporal start(Path folder) {
        return new RealTemporal(DevServer.open(binary(), folder));
    }

    /** As in TEMPORAL_ADDRESS. */
    public String address() {
        return server.target();
    }

    @Override
    public void close() {
        server.close();
    }
}
