package io.drumbeat.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code ./drumbeat} starts a jar that is there: with a Java that only tells its options. */
class LauncherTest {

    private static final String MAKES = "-Ddrumbeat.classArchive=";
    private static final String TAKES = "-XX:SharedArchiveFile=";

    @TempDir
    private Path folder;

    private Path target;
    private Path java;

    @BeforeEach
    void build() throws IOException {
        folder = folder.toRealPath();
        Files.copy(Path.of("..", "drumbeat"), folder.resolve("drumbeat"));
        Files.createFile(folder.resolve("pom.xml"));
        Files.createDirectories(folder.resolve("api/src/main"));
        Files.createFile(folder.resolve("api/pom.xml"));
        target = Files.createDirectories(folder.resolve("api/target"));
        Files.createFile(target.resolve("drumbeat.jar"));
        builtAt(Instant.now());
        java = folder.resolve("a java");
        Files.createDirectories(java.resolve("bin"));
        javaIs("17.0.1");
        Files.createFile(Files.createDirectories(java.resolve("lib/server")).resolve("classes.jsa"));
    }

    private void builtAt(Instant time) throws IOException {
        Files.setLastModifiedTime(target.resolve("drumbeat.jar"), FileTime.from(time.plusSeconds(1)));
    }

    private void javaIs(String version) throws IOException {
        Path program = java.resolve("bin/java");
        Files.writeString(program, """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "%s"' >&2; else printf '%%s\\n' "$@"; fi
                """.formatted(version));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private List<String> options(Map<String, String> environment, String... command) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("bash", folder.resolve("drumbeat").toString()));
        all.addAll(Arrays.asList(command));
        ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().keySet().removeIf(variable -> variable.contains("JAVA"));
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().putAll(environment);
        String told = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(told).contains("-jar\n" + target.resolve("drumbeat.jar") + "\n" + String.join("\n", command));
        return told.lines().toList();
    }

    private List<String> serve() throws IOException {
        return options(Map.of(), "serve");
    }

    /** The archive that a start is to make. */
    private Path asked(List<String> options) {
        return options.stream()
                .filter(option -> option.startsWith(MAKES))
                .map(option -> Path.of(option.substring(MAKES.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError(options));
    }

    private static boolean knowsOfArchives(List<String> options) {
        return options.stream()
                .anyMatch(option -> option.startsWith(MAKES) || option.startsWith(TAKES) || option.contains("cds"));
    }

    @Test
    void shouldMakeAnArchiveOnceAndThenTakeIt() throws IOException {
        List<String> first = serve();
        Path archive = asked(first);
        assertThat(first).contains("-XX:+RecordDynamicDumpInfo").noneMatch(option -> option.startsWith(TAKES));
        assertThat(archive.getParent()).isEqualTo(target);

        make(archive);
        assertThat(serve()).contains(TAKES + archive).noneMatch(option -> option.startsWith(MAKES));
        assertThat(options(Map.of(), "token", "list")).contains(TAKES + archive);
    }

    private static void make(Path archive) throws IOException {
        Files.createFile(archive);
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().plusSeconds(10)));
    }

    @Test
    void shouldMakeAnotherArchiveWhenJarOrJavaHaveChangedAndDeleteWhatIsOlderThanTheJar() throws IOException {
        Path archive = asked(serve());
        make(archive);

        javaIs("17.0.2");
        Path ofAnotherJava = asked(serve());
        assertThat(ofAnotherJava).isNotEqualTo(archive);
        assertThat(archive).exists();

        javaIs("17.0.1");
        builtAt(Instant.now().plusSeconds(60));
        asked(serve());
        assertThat(archive).doesNotExist();
    }

    /** One that ends at once would leave an archive of next to nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"send", "token", "simulate", "--help"})
    void shouldMakeNoneByACommandThatDoesNotServe(String command) throws IOException {
        assertThat(knowsOfArchives(options(Map.of(), command))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xshare:off", "-XX:ArchiveClassesAtExit=mine.jsa", "-javaagent:a.jar", "-agentlib:jdwp"})
    void shouldLeaveItToWhoeverHasOptionsOfTheKind(String option) throws IOException {
        assertThat(knowsOfArchives(options(Map.of("DRUMBEAT_JAVA_OPTS", option), "serve")))
                .isFalse();
        assertThat(knowsOfArchives(options(Map.of("JAVA_TOOL_OPTIONS", option), "serve")))
                .isFalse();
    }

    @Test
    void shouldStartWithoutOneWhereJavaHasNone() throws IOException {
        Files.delete(java.resolve("lib/server/classes.jsa"));

        assertThat(knowsOfArchives(serve())).isFalse();
    }
}
