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
 * A PostgreSQL that is not Drumbeat's own, on a cluster and port of its own: it can be stopped, killed and started again. Tests
 * that use one of the machine's, Debian's for one, have the tag {@code external-postgres}; where its programs are missing they
 * fail.
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

    /**
     * One of the programs that come with Drumbeat, so that the machine needs none.
     *
     * @param programs where they are unpacked, unless they are there already
     * @param folder of the cluster; must not be there yet
     */
    public static ExternalPostgres ofOurPrograms(Path programs, Path folder) {
        try {
            PostgresServer server =
                    new PostgresServer(folder.resolve("postgresql"), PostgresPrograms.unpackedIn(programs));
            server.create(EmbeddedDatabase.TUNING);
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

    /** kill -9 of all its processes at once, as a crash of the machine would. */
    public void kill() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** Its processes, the first of them first; none while it is stopped. */
    public List<ProcessHandle> processes() {
        try {
            return Postmaster.of(folder.resolve("postgresql").resolve("cluster")).stream()
                    .map(Postmaster::process)
                    .flatMap(first -> Stream.concat(Stream.of(first), first.descendants()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
