package io.drumbeat.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories of campaigns under way must go on after an upgrade: where one of these fails, the change needs {@code
 * Workflow.getVersion} and a history of its own beside these.
 *
 * <p>Those of development are campaign (paused and resumed by signals, woken by the API, completed), campaign-dropped-signals (of a
 * version that dropped pauses with a text or a list as their input, alone and just before one that it heard), campaign-refreshed
 * (told that its details are out of date, which it read in a local activity) and lane (paced sends, a shut gate, a vendor that is
 * not reached, a wait that is cut short, nothing left). Those of a version, in a folder of its name, {@link RecordingTest} made.
 */
final class ReplayTest {

    @AutoClose
    private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();

    static List<Path> histories() throws IOException {
        try (Stream<Path> files = Files.walk(Histories.FOLDER)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("histories")
    void shouldGoOnWithWhatAnEarlierVersionBegan(Path history) throws Exception {
        Histories.replay(Histories.read(history), environment);
    }

    @Test
    void shouldHaveHistoriesOfDevelopmentAndOfAVersion() throws IOException {
        assertThat(histories())
                .extracting(file -> Histories.FOLDER.relativize(file).getNameCount())
                .contains(1, 2);
    }
}
