package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the launcher asks for ({@code LauncherTest}), as the shipped jar makes it. */
class ClassArchiveIT {

    private static final String NOBODY = "{\"senders\": []}";

    @TempDir
    private Path folder;

    @Test
    void shouldLeaveItsClassesToLaterStarts() throws Exception {
        Path archive = folder.resolve("classes.jsa");
        start(making(archive));
        assertThat(archive).isNotEmptyFile();
        assertThat(folder).isDirectoryNotContaining("glob:**.jsa.*");
        assertThat(Files.readString(folder.resolve("serve.log")))
                .as("who reads the log sees nothing of it")
                .doesNotContainIgnoringCase("dump")
                .doesNotContain("cds");

        Path loaded = folder.resolve("loaded.log");
        start(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + loaded));
        assertThat(Files.readString(loaded))
                .containsPattern("io\\.drumbeat\\.api\\.App source: shared objects file \\(top\\)");
    }

    @Test
    void shouldEndAsItWouldWhereItCannotBeWritten() throws Exception {
        start(making(folder.resolve("nowhere").resolve("classes.jsa")));

        assertThat(Files.readString(folder.resolve("serve.log"))).doesNotContain(" WARN ", " ERROR ", "Exception");
    }

    private static List<String> making(Path archive) {
        return List.of("-XX:+RecordDynamicDumpInfo", "-Ddrumbeat.classArchive=" + archive, "-Xlog:cds*=off");
    }

    private void start(List<String> options) throws Exception {
        try (ShippedJar jar = new ShippedJar(folder, NOBODY, options)) {
            jar.awaitReady();
        }
    }
}
