package io.drumbeat.api.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clean seed says something only because every rule that is broken is found, from the vendor's log to the verdict. */
class SabotageIT {

    @TempDir
    private Path folder;

    @Test
    void shouldFindEveryRuleThatIsBrokenBehindDrumbeatsBack() throws Exception {
        Path site = Files.createDirectory(folder.resolve("site"));
        try (PrintStream out = new PrintStream(site.resolve("chaos.log").toFile(), StandardCharsets.UTF_8)) {
            assertThat(Sabotage.found(folder.resolve("programs"), site, new Recorder(out)))
                    .containsExactlyInAnyOrder(Rule.values());
        }
    }
}
