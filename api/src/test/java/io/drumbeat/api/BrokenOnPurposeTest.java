package io.drumbeat.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * bench/broken.txt has small changes, each of which takes the mechanism of a rule out, and the tests that notice. This holds it
 * against code, tests, docs/protocol.md and the table of RATIONALE.md, so that none of them tells of what is not there.
 */
class BrokenOnPurposeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern RULE = Pattern.compile("(?m)^### ([a-z-]+)$");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| \\[([a-z-]+)]\\(docs/protocol\\.md#\\1\\) \\| ([^|]+) \\| `([^|]+)` \\|$");
    private static final Pattern NOT_BROKEN = Pattern.compile("(?s)Not among them[^:]*: (.*?)\\.\n");
    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)+");

    /**
     * A change.
     *
     * @param file the end of its path
     * @param pieces what is there, and what stands there instead, one after the other
     * @param test the test that fails, as class and method
     */
    private record Change(String rule, String what, String file, List<String> pieces, String test) {

        static Change read(String block) {
            List<String> lines = block.lines().toList();
            String[] title = lines.get(0).split(": ", 2);
            return new Change(
                    title[0],
                    title[1],
                    lines.get(1),
                    lines.subList(2, lines.size() - 1).stream()
                            .map(line -> line.substring(Math.min(2, line.length())))
                            .toList(),
                    lines.get(lines.size() - 1).substring(2));
        }
    }

    @Test
    void shouldFindWhatIsTakenOutOnceWhereItIsSaidToBe() throws IOException {
        for (Change change : changes()) {
            String source = read(only(change.file()));
            for (int i = 0; i < change.pieces().size(); i += 2) {
                assertThat(source.split(Pattern.quote(change.pieces().get(i)), -1))
                        .as(
                                "%s, in %s: %s",
                                change.rule(), change.file(), change.pieces().get(i))
                        .hasSize(2);
            }
        }
    }

    @Test
    void shouldFindTheTestThatNotices() throws IOException {
        for (Change change : changes()) {
            String[] test = change.test().split("#");
            assertThat(named(test[0] + ".java", "/src/test/"))
                    .as(change.test())
                    .anyMatch(file -> read(file).contains(" " + test[1] + "("));
        }
    }

    @Test
    void shouldBreakEveryRuleThatIsNotOnlyAboutCost() throws IOException {
        String rationale = Files.readString(ROOT.resolve("RATIONALE.md"));
        List<String> notBroken = find(NOT_BROKEN, rationale).stream()
                .flatMap(list -> find(NAME, list.group(1)).stream().map(MatchResult::group))
                .toList();
        List<String> broken =
                new ArrayList<>(changes().stream().map(Change::rule).distinct().toList());
        broken.addAll(notBroken);

        assertThat(broken)
                .containsExactlyInAnyOrderElementsOf(
                        find(RULE, Files.readString(ROOT.resolve("docs/protocol.md"))).stream()
                                .map(rule -> rule.group(1))
                                .toList());
    }

    @Test
    void shouldBeTheTableOfTheRationale() throws IOException {
        assertThat(find(ROW, Files.readString(ROOT.resolve("RATIONALE.md"))).stream()
                        .map(row -> row.group(1) + ": " + row.group(2) + " = " + row.group(3)))
                .containsExactlyElementsOf(changes().stream()
                        .map(change -> change.rule() + ": " + change.what() + " = " + change.test())
                        .toList());
    }

    private static List<Change> changes() throws IOException {
        return Stream.of(Files.readString(ROOT.resolve("bench/broken.txt"))
                        .strip()
                        .split("\n\n"))
                .map(Change::read)
                .toList();
    }

    private static Path only(String file) throws IOException {
        List<Path> found = named(file, "/src/main/");
        assertThat(found).as(file).hasSize(1);
        return found.get(0);
    }

    private static List<Path> named(String file, String among) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("campaigns", "engine", "api")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.filter(path -> path.toString().endsWith("/" + file)
                                && path.toString().contains(among))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
