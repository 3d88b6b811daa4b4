package io.drumbeat.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.audience.reject.RejectCode;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.recipient.Recipient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the server may call something, the page has words for it. */
class WordsTest {

    private static final List<Path> SOURCES = Stream.of("campaigns", "engine")
            .map(module -> Path.of("..", module, "src/main/java/io/drumbeat").resolve(module))
            .toList();

    /** Where codes are made: outcomes and verdicts, and the tables of vendors' codes. */
    private static final List<Pattern> CODES = List.of(
            Pattern.compile("Verdict\\.\\w+\\(\\s*\"(\\w+)\""),
            Pattern.compile("new Outcome\\.\\w+\\(\\s*\"(\\w+)\""),
            Pattern.compile("String (?:CODE|NOT_REACHED|PROCESS_ENDED) = \"(\\w+)\""),
            Pattern.compile("error_code = '(\\w+)'"),
            Pattern.compile("(?:reply\\.ok\\(\\)|code == null) \\? \"(\\w+)\" :"));

    private static final Pattern TABLE =
            Pattern.compile("\\.(?:retry|slowDown|reject|rejectAndSuppress|blockSender|blockCampaign|uploadAgain"
                    + "|unconfirmed)\\(((?:Retry\\.\\w+, )?\"[^)]*)\\)");
    private static final Pattern QUOTED = Pattern.compile("\"(\\w+)\"");

    private static final Pattern EVENT =
            Pattern.compile("(?:CampaignLog.write\\(handle, id, [\"\\w.()]+, |tellCampaigns\\(handle, [\\w.()]+, "
                    + "|new CountedLine\\(\\w+, actor, |clock_now\\(\\), 'drumbeat',\\s+['\"]?)[\"']?([a-z_ ]+)['\"]");

    private static final Pattern WARNING = Pattern.compile("new Warning\\(\\s*\"(\\w+)\"");

    private static final Pattern OPERATORS_WORD =
            Pattern.compile("\\b(lanes?|workflows?|suppressions?|suppressed|columns\\.phone)\\b");

    private final JsonNode words = words();

    @Test
    void shouldHaveAWordForEveryStatus() {
        assertThat(names(words.path("campaign"))).containsAll(lower(CampaignStatus.values()));
        assertThat(names(words.path("recipient"))).containsAll(lower(Recipient.Status.values()));
        assertThat(names(words.path("lane"))).containsAll(lower(Campaign.LaneStatus.values()));
        assertThat(names(words.path("sender")))
                .containsExactlyInAnyOrder("ready", "trouble", "paused", "blocked", "capped", "quiet");
        assertThat(names(words.path("role"))).containsExactlyInAnyOrderElementsOf(lower(Role.values()));
        assertThat(names(words.path("waiting"))).containsAll(lower(Campaign.WaitingFor.Why.values()));
        assertThat(names(words.path("reject")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(RejectCode.values()).map(RejectCode::text).toList());
    }

    @Test
    void shouldHaveWordsAndARemedyForEveryCodeThatARecipientMayGet() {
        Set<String> codes = new TreeSet<>();
        CODES.forEach(pattern -> codes.addAll(found(pattern)));
        found(TABLE)
                .forEach(arguments -> QUOTED.matcher(arguments).results().forEach(code -> codes.add(code.group(1))));

        assertThat(codes)
                .contains("suppressed", "excluded", "recently_sent", "never_awake", "process_ended", "not_reached")
                .contains("131026", "133010", "8003", "CONTACT_OPTED_OUT", "refused", "failed", "address");
        assertThat(names(words.path("error"))).containsAll(codes).contains("other", "http", "2xx");
        for (String kind : List.of("error", "reject")) {
            words.path(kind).properties().forEach(code -> {
                assertThat(code.getValue().path("text").asText())
                        .as(code.getKey())
                        .isNotEmpty()
                        .doesNotEndWith(".");
                assertThat(code.getValue().path("remedy").asText())
                        .as(code.getKey())
                        .endsWith(".");
            });
        }
    }

    @Test
    void shouldHaveAWordForEveryEventOfALog() {
        Set<String> events = new TreeSet<>(found(EVENT));
        events.addAll(List.of("started", "resumed", "cancelled", "scheduled", "test_sent"));

        assertThat(events)
                .contains("changed", "retried", "excluded", "sender_blocked", "sender_trouble", "not notified");
        assertThat(names(words.path("event"))).containsAll(events);
    }

    @Test
    void shouldHaveAWordForEveryFieldThatMayBeChangedOrWrong() {
        Set<String> fields =
                names(json("/io/drumbeat/api/http/openapi.json").at("/components/schemas/Spec/properties"));
        fields.remove("start"); // the page has no draft without it
        fields.add("recipients");

        assertThat(names(words.path("field"))).isEqualTo(fields);
    }

    /** Of each that the audit log has: what changes something, whole files, what is stored of one person, and the command. */
    @Test
    void shouldHaveAWordForEveryCallThatIsWrittenDown() throws IOException {
        Set<String> calls = new TreeSet<>(List.of("POST /session", "GET /login"));
        json("/io/drumbeat/api/http/openapi.json")
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    String call = method.toUpperCase(Locale.ROOT) + " "
                            + path.getKey().replace("/api/v1", "");
                    boolean changes =
                            call.matches("(POST|PUT|PATCH|DELETE) .*(?<!/preflight|/session|/webhooks/\\{id})");
                    if (changes || call.matches("GET .*(\\.csv|/phones/\\{phone})")) {
                        calls.add(call);
                    }
                }));
        Pattern.compile("recorded\\(\"([a-z ]+)\"")
                .matcher(Files.readString(Path.of("src/main/java/io/drumbeat/api/cli/TokenCommand.java")))
                .results()
                .forEach(command -> calls.add(command.group(1)));

        assertThat(names(words.path("call"))).containsExactlyInAnyOrderElementsOf(calls);
        words.path("call")
                .forEach(one -> assertThat(one.has("word")
                                || words.path("event").has(one.path("event").asText()))
                        .as(one.toString())
                        .isTrue());
    }

    @Test
    void shouldHaveWordsAndARemedyForEveryWarningOfAPreflight() {
        Set<String> codes = new TreeSet<>(found(WARNING));
        codes.add("media_not_public");

        assertThat(codes).contains("template_missing", "template_not_found", "sender_blocked", "video_hevc");
        assertThat(names(words.path("warning"))).containsExactlyInAnyOrderElementsOf(codes);
        words.path("warning").forEach(entry -> {
            assertThat(entry.path("text").asText()).isNotEmpty().doesNotEndWith(".");
            assertThat(entry.path("remedy").asText()).endsWith(".");
        });
    }

    @Test
    void shouldUseAMarketersWords() {
        words.forEach(kind -> kind.forEach(entry -> entry.forEach(
                text -> assertThat(text.asText().toLowerCase(Locale.ROOT)).doesNotContainPattern(OPERATORS_WORD))));
    }

    private static Set<String> found(Pattern pattern) {
        Set<String> found = new TreeSet<>();
        SOURCES.stream()
                .flatMap(WordsTest::files)
                .filter(file -> !file.toString().contains("/simulator/"))
                .forEach(file -> {
                    try {
                        pattern.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return found;
    }

    private static Stream<Path> files(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lower(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode words() {
        return json("/web/words.json");
    }

    private static JsonNode json(String resource) {
        try (InputStream file = Objects.requireNonNull(WordsTest.class.getResourceAsStream(resource))) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
