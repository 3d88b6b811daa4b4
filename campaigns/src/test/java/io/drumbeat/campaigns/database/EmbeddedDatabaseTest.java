package io.drumbeat.campaigns.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.supervision.Supervisor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TakesLong
class EmbeddedDatabaseTest {

    @TempDir
    Path temporary;

    private final List<Process> children = new ArrayList<>();

    @BeforeEach
    void shareTheUnpackedPrograms() throws Exception {
        TestDatabase.dataFolder(path());
    }

    /** Whatever a failed test left running would outlive this JVM. */
    @AfterEach
    void stopWhatRuns() throws Exception {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
        if (Postmaster.of(path().resolve("postgresql/cluster")).isPresent()) {
            start(EmbeddedDatabase::close);
        }
        Files.delete(path().resolve("postgresql-programs"));
    }

    @Test
    void shouldBeDurableWhateverPostgresqlConfSays() throws Exception {
        start(EmbeddedDatabase::close);
        Files.writeString(
                path().resolve("postgresql/cluster/postgresql.conf"),
                "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nlisten_addresses = '*'\n");

        start(database -> {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(one(database.address(), "show " + setting))
                        .as(setting)
                        .isEqualTo("on");
            }
            assertThat(one(database.address(), "show listen_addresses")).isEqualTo("127.0.0.1");
        });
    }

    @Test
    void shouldUnpackPostgresqlOnce() throws Exception {
        Path folder = temporary.resolve("first");
        try (DataFolder first = DataFolder.open(folder)) {
            EmbeddedDatabase.start(first).close();
            FileTime unpacked = Files.getLastModifiedTime(folder.resolve("postgresql-programs/bin/initdb"));
            EmbeddedDatabase.start(first).close();

            assertThat(Files.getLastModifiedTime(folder.resolve("postgresql-programs/bin/initdb")))
                    .isEqualTo(unpacked);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldKeepOthersOut() throws Exception {
        start(database -> {
            assertThatThrownBy(
                            () -> DriverManager.getConnection(database.address().url(), "drumbeat", "guessed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(path().resolve("postgresql/password"))))
                    .isEqualTo("rw-------");
            assertThat(one(database.address(), "show unix_socket_directories")).isEmpty();
        });
    }

    @Test
    void shouldBeFoundByAnotherProcessOnlyWhileItRuns() throws Exception {
        start(database -> assertThat(EmbeddedDatabase.runningIn(path())).contains(database.address()));

        assertThat(EmbeddedDatabase.runningIn(path())).isEmpty();
    }

    @Test
    void shouldTakeAnotherPortWhenSomebodyHasTheLastOne() throws Exception {
        start(EmbeddedDatabase::close);
        int port = Integer.parseInt(Files.readString(path().resolve("postgresql/port")));

        try (ServerSocket somebody = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            start(database -> assertThat(portOf(database)).isNotEqualTo(somebody.getLocalPort()));
        }
        int next = Integer.parseInt(Files.readString(path().resolve("postgresql/port")));
        start(database -> assertThat(portOf(database)).isEqualTo(next));
    }

    @Test
    void shouldAdoptThePostgresqlOfAKilledProcessAndEndItsSessions() throws Exception {
        Process holder = holder();
        DatabaseAddress address = EmbeddedDatabase.runningIn(path()).orElseThrow();
        String started = one(address, "select pg_postmaster_start_time()");
        try (var lateStatement = DriverManager.getConnection(address.url(), address.user(), address.password())) {
            holder.destroyForcibly().waitFor();

            start(database -> {
                assertThat(database.address()).isEqualTo(address);
                assertThat(one(address, "select pg_postmaster_start_time()")).isEqualTo(started);
                assertThat(one(address, "select count(*) from kept")).isEqualTo("1");
                assertThat(lateStatement.isValid(1)).isFalse();
            });
        }

        assertThat(EmbeddedDatabase.runningIn(path()))
                .as("stopped by who adopted it")
                .isEmpty();
    }

    @Test
    void shouldStartAgainWhenPostgresqlWasKilledToo() throws Exception {
        Process holder = holder();
        holder.destroyForcibly().waitFor();
        kill();

        start(database ->
                assertThat(one(database.address(), "select count(*) from kept")).isEqualTo("1"));
    }

    /** It stayed away until a person started Drumbeat again. */
    @Test
    void shouldComeBackAtItsAddressWhenItIsKilledWhileItIsSupervised() throws Exception {
        start(database -> {
            database.supervise(sentence -> {});
            try (Database pool = Database.connect(database.address(), 2)) {
                pool.jdbi().useHandle(handle -> handle.execute("create table kept (n int)"));

                kill();

                await().atMost(Duration.ofMinutes(2))
                        .ignoreExceptionsInstanceOf(DatabaseUnavailable.class)
                        .untilAsserted(() -> pool.jdbi().useHandle(handle -> handle.execute("select 1")));
                assertThat(one(database.address(), "select count(*) from kept")).isEqualTo("0");
            }
        });
        assertThat(EmbeddedDatabase.runningIn(path()))
                .as("stopped, and not started again")
                .isEmpty();
    }

    @Test
    void shouldSayWhyWhenItDoesNotComeBack() throws Exception {
        List<String> lost = new CopyOnWriteArrayList<>();
        Path conf = path().resolve("postgresql/cluster/postgresql.conf");
        start(database -> {
            database.supervise(
                    new Supervisor.Patience(
                            Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(50), Duration.ZERO),
                    lost::add);
            String before = Files.readString(conf);
            Files.writeString(conf, before + "\nno_such_setting = 1\n");

            kill();

            await().atMost(Duration.ofMinutes(1)).until(() -> !lost.isEmpty());
            Files.writeString(conf, before);
        });
        // What one that was killed leaves in shared memory goes with its next start.
        start(EmbeddedDatabase::close);
        assertThat(lost)
                .singleElement()
                .asString()
                .startsWith("The embedded PostgreSQL has ended and does not start again: PostgreSQL did not start:")
                .contains("postgresql.log");
    }

    private void kill() throws Exception {
        Postmaster postmaster =
                Postmaster.of(path().resolve("postgresql/cluster")).orElseThrow();
        postmaster.process().destroyForcibly();
        postmaster.process().onExit().get();
    }

    @Test
    void shouldStartWhenTheNumberOfAKilledOneIsAnotherProgramsByNow() throws Exception {
        start(EmbeddedDatabase::close);
        Files.writeString(
                path().resolve("postgresql/cluster/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + path() + "\n1\n5432\n\n127.0.0.1\n1 1\nready\n");

        start(database -> assertThat(one(database.address(), "select 1")).isEqualTo("1"));
    }

    @Test
    void shouldBeginAnewWhenAKillLeftTheClusterHalfMade() throws Exception {
        Path halfMade = Files.createDirectories(path().resolve("postgresql.new/cluster/base"));
        Files.writeString(halfMade.resolve("1"), "torn");

        start(database -> assertThat(one(database.address(), "select 1")).isEqualTo("1"));
    }

    @Test
    void shouldRefuseTheFolderWhenAnotherProcessHasIt() throws Exception {
        Process holder = holder();

        assertThatThrownBy(() -> DataFolder.open(path()))
                .isInstanceOf(StartFailure.class)
                .hasMessage("The data folder " + path() + " is in use by process " + holder.pid() + ".");
    }

    @Test
    void shouldSayWhatPostgresqlSaysWhenItDoesNotStart() throws Exception {
        start(EmbeddedDatabase::close);
        Path conf = path().resolve("postgresql/cluster/postgresql.conf");
        String before = Files.readString(conf);
        Files.writeString(conf, before + "\nno_such_setting = 1\n");

        assertThatThrownBy(() -> start(database -> {}))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("configuration file")
                .hasMessageContaining("postgresql.log");
        Files.writeString(conf, before);
    }

    @Test
    void shouldSayWhyWhenTheFolderCannotBeUsed() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(StartFailure.class)
                .hasMessage("The data folder " + file + " cannot be used: it is a file.");
    }

    private Path path() {
        return temporary.resolve("data");
    }

    private interface Use {
        void of(EmbeddedDatabase database) throws Exception;
    }

    private void start(Use use) throws Exception {
        try (DataFolder folder = DataFolder.open(path());
                EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            use.of(database);
        }
    }

    private Process holder() throws IOException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedDatabaseHolder.class.getName(),
                        path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        children.add(holder);
        BufferedReader said = new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8));
        assertThat(said.readLine()).isEqualTo("ready");
        return holder;
    }

    private static int portOf(EmbeddedDatabase database) {
        return URI.create(database.address().url().substring("jdbc:".length())).getPort();
    }

    private static String one(DatabaseAddress address, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
