package io.drumbeat.api.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Half a minute of troubles; {@code bench/chaos} has more of them. */
class ChaosIT {

    /** On one process with a server within it, and on a cluster. */
    private static final long SERVE = 2;

    private static final long CLUSTER = 1;

    private static final Chaos.Settings BRIEF = new Chaos.Settings(120, Duration.ofSeconds(20), Duration.ofSeconds(5));

    @TempDir
    private Path folder;

    @Test
    void shouldKeepEveryRuleWhenOneProcessIsInTrouble() throws Exception {
        assertClean(SERVE, Site.Shape.SERVE);
    }

    @Test
    @Tag("real-temporal")
    void shouldKeepEveryRuleWhenAClusterIsInTrouble() throws Exception {
        assertClean(CLUSTER, Site.Shape.CLUSTER);
    }

    private void assertClean(long seed, Site.Shape shape) throws Exception {
        Path site = Files.createDirectory(folder.resolve("site"));
        Chaos.Verdict verdict = Chaos.run(seed, BRIEF, folder.resolve("programs"), site);
        System.out.println(verdict);
        assertThat(Site.Shape.of(seed)).isEqualTo(shape);
        assertThat(verdict.violations())
                .as(Files.readString(site.resolve("chaos.log")))
                .isEmpty();
        assertThat(verdict.history().faults()).isNotEmpty();
    }
}
