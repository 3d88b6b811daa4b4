package io.drumbeat.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.recipient.RecipientColumn;
import io.drumbeat.engine.simulator.Simulator;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What documents, code and comments say of documents, rules, files and classes: that these are there. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PROTOCOL = ROOT.resolve("docs/protocol.md");

    /** What builds, tests and runs leave behind. */
    private static final Set<String> NOT_OURS =
            Set.of(".git", ".idea", ".tools", ".vscode", "drumbeat-data", "drumbeat-demo", "secrets", "target");

    private static final Pattern TEXT =
            Pattern.compile(".*\\.(css|html|java|js|json|md|properties|sh|sql|xml|ya?ml)|.*/(Dockerfile|drumbeat|run)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern DOCUMENT = Pattern.compile("(?<![\\w/.-])((?:[\\w.-]+/)*[\\w-]+\\.md(?:#[\\w-]+)?)");
    private static final Pattern PATH = Pattern.compile("`((?:api|bench|campaigns|deploy|docs|engine)/[\\w./-]+)`");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z0-9]+[A-Z]\\w*)`");
    private static final Pattern RULE_BY_NUMBER = Pattern.compile("\\brules? [0-9]+|protocol\\.md, [0-9]+");
    private static final Pattern KEBAB_CASE = Pattern.compile("[a-z]+(-[a-z]+)+");

    @Test
    void shouldFindWhatIsLinkedWhenADocumentHasALink() throws IOException {
        assertThat(missing(LINK, DocumentsTest::isDocument, target -> !target.contains(":")))
                .isEmpty();
    }

    /** A rule of the protocol is a heading: citing one that is not there is citing a place that is not there. */
    @Test
    void shouldFindTheDocumentAndPlaceWhenCodeOrADocumentNamesOne() throws IOException {
        assertThat(missing(DOCUMENT, file -> true, target -> true)).isEmpty();
    }

    @Test
    void shouldFindTheFileWhenADocumentNamesItsPath() throws IOException {
        assertThat(missing(PATH, DocumentsTest::isDocument, target -> !target.contains("/target/")))
                .isEmpty();
    }

    @Test
    void shouldFindTheClassWhenARecipeNamesOne() throws IOException {
        List<String> classes = texts().map(file -> String.valueOf(file.getFileName()))
                .filter(name -> name.endsWith(".java"))
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .toList();

        assertThat(matches(CLASS, Files.readString(ROOT.resolve("CONTRIBUTING.md"))))
                .isNotEmpty()
                .isSubsetOf(classes);
    }

    @Test
    void shouldTellOfEveryRoomWhenTheArchitectureListsThem() throws IOException {
        String listed = Files.readString(ROOT.resolve("docs/architecture.md"));
        List<String> untold = texts().filter(file ->
                        file.endsWith("package-info.java") && file.toString().contains("/src/main/"))
                .map(file -> file.toString()
                        .replaceFirst(".*/io/drumbeat/(.*)/package-info.java", "$1")
                        .replace('/', '.'))
                .filter(room ->
                        !listed.contains("`" + room + "`") && !listed.contains("`" + room.replaceFirst("[^.]*$", "*`")))
                .toList();

        assertThat(untold).isEmpty();
    }

    @Test
    void shouldHaveARowForEachVendorWhenADocumentListsThem() throws IOException {
        String senders = Files.readString(ROOT.resolve("docs/senders.md"));
        String simulated = Files.readString(ROOT.resolve("docs/simulator.md"));
        try (Simulator simulator = Simulator.start("127.0.0.1", 0)) {
            assertThat(simulator.baseUrls("127.0.0.1")).allSatisfy((gateway, url) -> {
                assertThat(senders).contains("\n| `" + gateway + "` |");
                assertThat(simulated).contains("\n| `" + gateway + "` | `http://127.0.0.1:9090" + url.getPath() + "`");
            });
        }
    }

    @Test
    void shouldHaveANameOfItsOwnInKebabCaseWhenAHeadingIsARule() throws IOException {
        assertThat(matches(Pattern.compile("(?m)^### (.+)$"), Files.readString(PROTOCOL)))
                .contains("sent-once", "pause-holds")
                .doesNotHaveDuplicates()
                .allMatch(rule -> KEBAB_CASE.matcher(rule).matches());
    }

    @Test
    void shouldNameTheRuleWhenOneIsCited() throws IOException {
        List<String> numbered = new ArrayList<>();
        for (Path file : texts().toList()) {
            matches(RULE_BY_NUMBER, Files.readString(file)).forEach(number -> numbered.add(in(file, number)));
        }
        assertThat(numbered).isEmpty();
    }

    @Test
    void shouldNameTheColumnsOfRecipients() throws IOException {
        String columns = RecipientColumn.outcome().stream()
                .map(column -> "`" + column.csvTitle() + "`")
                .collect(Collectors.joining(", "));

        assertThat(Files.readString(ROOT.resolve("docs/csv.md")))
                .containsIgnoringWhitespaces(
                        "**recipients.csv** has the file's own columns as they came, then " + columns);
    }

    /** What files name by {@code pattern} and is neither where the file is nor at the root. */
    private static List<String> missing(Pattern pattern, Predicate<Path> files, Predicate<String> targets)
            throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path file : texts().filter(files).toList()) {
            String text = Files.readString(file);
            for (String target : matches(pattern, isDocument(file) ? withoutCode(text) : text)) {
                if (targets.test(target) && !isThere(file, target)) {
                    missing.add(in(file, target));
                }
                found++;
            }
        }
        assertThat(found).as("%s must find something", pattern).isPositive();
        return missing;
    }

    private static boolean isThere(Path from, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path folder = from.resolveSibling(parts[0]).normalize();
        Path named = parts[0].isEmpty() ? from : Files.exists(folder) ? folder : ROOT.resolve(parts[0]);
        return Files.exists(named) && (parts.length == 1 || anchors(named).contains(parts[1]));
    }

    /** As forges make them of headings. */
    private static List<String> anchors(Path document) throws IOException {
        return matches(HEADING, withoutCode(Files.readString(document))).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{Nd} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String withoutCode(String markdown) {
        return FENCED.matcher(markdown).replaceAll("");
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.groupCount() == 0 ? match.group() : match.group(1))
                .toList();
    }

    private static String in(Path file, String what) {
        return ROOT.relativize(file) + ": " + what;
    }

    private static boolean isDocument(Path file) {
        return file.toString().endsWith(".md");
    }

    private static Stream<Path> texts() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (TEXT.matcher(file.toString()).matches()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream();
    }
}
