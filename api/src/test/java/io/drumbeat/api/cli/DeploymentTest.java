package io.drumbeat.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docker-compose.yml, the Dockerfile and deploy/ say of Drumbeat is true. */
class DeploymentTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern VARIABLE = Pattern.compile("DRUMBEAT_[A-Z_]+");
    private static final Pattern METRIC = Pattern.compile("drumbeat_[a-z_]+");

    /** Whoever kills it before its sends have ended leaves them unconfirmed; docker does after 10 s by itself. */
    @ParameterizedTest
    @CsvSource({
        "docker-compose.yml, 'x-drumbeat:[^$]*?stop_grace_period: (\\d+)s'",
        "deploy/kubernetes/api.yaml, 'terminationGracePeriodSeconds: (\\d+)'",
        "deploy/kubernetes/worker.yaml, 'terminationGracePeriodSeconds: (\\d+)'",
        "deploy/systemd/drumbeat.service, 'TimeoutStopSec=(\\d+)'"
    })
    void shouldBeGivenMoreTimeThanItTakesToEnd(String file, String grace) throws IOException {
        List<Long> seconds = Pattern.compile(grace)
                .matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();

        assertThat(seconds).hasSize(1);
        assertThat(Duration.ofSeconds(seconds.get(0))).isGreaterThan(UntilStopped.LONGEST_CLOSING);
    }

    @Test
    void shouldBeToldToStopItself() throws IOException {
        assertThat(Files.readString(Path.of("Dockerfile")))
                .as("a shell would keep SIGTERM from it")
                .contains("ENTRYPOINT [\"java\"");
    }

    @Test
    void shouldBeSetByVariablesThatThereAre() throws IOException {
        Set<String> known = Arrays.stream(Setting.values())
                .map(Setting::variable)
                .flatMap(variable -> Stream.of(variable, variable + "_FILE"))
                .collect(Collectors.toSet());

        assertThat(named(VARIABLE)).contains("DRUMBEAT_DB_URL").isSubsetOf(known);
    }

    @Test
    void shouldBeWatchedByFiguresThatThereAre() throws IOException {
        String known = Files.readString(ROOT.resolve("docs/metrics.md"));

        assertThat(named(METRIC))
                .contains("drumbeat_workers")
                .allSatisfy(metric -> assertThat(known).contains("`" + metric.replaceFirst("_bucket$", "") + "`"));
    }

    private static Set<String> named(Pattern names) throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path file : files()) {
            names.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .forEach(named::add);
        }
        return named;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> deploy = Files.walk(ROOT.resolve("deploy"))) {
            return Stream.concat(deploy.filter(Files::isRegularFile), Stream.of(ROOT.resolve("docker-compose.yml")))
                    .toList();
        }
    }
}
