package io.drumbeat.campaigns.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the machine's own, Debian's for one, on a cluster and port of its own: it can be stopped, killed and
 * started again. Tests that use it have the tag {@code external-postgres}; where its programs are missing they fail.
 */
public final class ExternalPostgres implements AutoCloseable {

    private static final Path DEBIANS = Path.of("/usr/lib/postgresql");

    private final Path folder;
    private final PostgresServer server;
    private final DatabaseAddress address;

    private ExternalPostgres(Path folder, PostgresServer server) throws IOException {
        this.folder = folder;
        this.server = server;
        this.address = server.start(Map.of());
    }

    /** A running one, with an empty database. The environment's DRUMBEAT_TEST_POSTGRES_BIN says where, else the newest. */
    public static ExternalPostgres start() {
        try {
            Path folder = Files.createTempDirectory("drumbeat-external");
            PostgresServer server = new PostgresServer(folder.resolve("postgresql"), new PostgresPrograms(installed()));
            server.create(Map.of("max_connections", "200"));
            return new ExternalPostgres(folder, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is, also while it is stopped. */
    public DatabaseAddress address() {
        return address;
    }

    /** Stops it as an administrator does: sessions end, what was committed is there after a restart. */
    public void stop() {
        stop("fast");
    }

    /** Stops it as a crash does. */
    public void stopImmediate() {
        stop("immediate");
    }

    /** Starts it again after a stop, at the same address. */
    public void startAgain() {
        try {
            DatabaseAddress again = server.start(Map.of());
            if (!again.equals(address)) {
                throw new IllegalStateException("somebody took " + address);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it and deletes its cluster. */
    @Override
    public void close() {
        stop("immediate");
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop(String mode) {
        try {
            server.stop(mode);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path installed() throws IOException {
        String told = System.getenv("DRUMBEAT_TEST_POSTGRES_BIN");
        if (told != null) {
            return Path.of(told);
        }
        try (Stream<Path> versions = Files.exists(DEBIANS) ? Files.list(DEBIANS) : Stream.empty()) {
            List<Path> newestFirst = versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .sorted(Comparator.comparingInt(ExternalPostgres::version).reversed())
                    .toList();
            if (newestFirst.isEmpty()) {
                throw new IllegalStateException("no PostgreSQL in " + DEBIANS + ": apt-get install postgresql");
            }
            return newestFirst.get(0);
        }
    }

    private static int version(Path bin) {
        return Integer.parseInt(bin.getName(bin.getNameCount() - 2).toString());
    }
}
