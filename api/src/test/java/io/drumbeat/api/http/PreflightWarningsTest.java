package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.media.SampleMedia;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an author is told of a campaign that nothing is wrong with. */
class PreflightWarningsTest extends HttpTest {

    private static final String TEMPLATE = """
            {"senders": ["main"], "media": {"type": "image"},
             "template": {"name": "offer", "language": "en", "parameters": ["%s"]}}""";

    private JsonNode found(Multipart form) {
        HttpResponse<String> response = server.post(Role.MARKETER, "/api/v1/preflight", form);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    private List<String> codes(String spec, String recipients) {
        return codes(found(new Multipart().field("spec", spec).field("recipients", recipients)));
    }

    private static List<String> codes(JsonNode found) {
        return found.path("warnings").findValuesAsText("code");
    }

    private static String phones(int indian, String... others) {
        String file = IntStream.range(0, indian)
                .mapToObj(i -> "+9198123" + (45_000 + i))
                .collect(Collectors.joining("\n", "phone\n", "\n"));
        return file + String.join("\n", others) + "\n";
    }

    @Test
    void shouldSayNothingOfWhatIsInOrder() {
        assertThat(codes(TEMPLATE.formatted("{{phone}} [%], 100% off, 5 % more"), phones(3)))
                .isEmpty();
        assertThat(codes("{\"senders\": [\"second\"]}", phones(3, "", ""))).isEmpty();
    }

    @Test
    void shouldWarnWhereMetaWillWantATemplate() {
        JsonNode found = found(Multipart.campaign());

        assertThat(codes(found)).containsExactly("template_missing");
        assertThat(found.at("/warnings/0/message").textValue()).contains("131047", "main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{name}", "[name]", "[First Name]", "%name%", "{ first name }"})
    void shouldWarnOfAPlaceholderThatIsNone(String written) {
        JsonNode found = found(new Multipart()
                .field("spec", TEMPLATE.formatted("{{phone}} " + written))
                .field("recipients", phones(2)));

        assertThat(codes(found)).containsExactly("text_unfilled");
        assertThat(found.at("/warnings/0/message").textValue()).contains("\"" + written + "\"");
        assertThat(codes("{\"media\": {\"type\": \"image\", \"caption\": \"Hi " + written + "\"}}", phones(2)))
                .containsExactly("text_unfilled");
    }

    @Test
    void shouldWarnThatTheSameGoesToTheSamePeople() {
        String spec = """
                {"name": "Sale", "senders": ["second"], "media": {"type": "image", "caption": "%s"}%s}""";
        Multipart form =
                Multipart.campaign(spec.formatted("Half price", ""), phones(3).getBytes(StandardCharsets.UTF_8));
        assertThat(codes(found(form))).doesNotContain("already_sent");
        String path = created(server.post(Role.MARKETER, form));

        JsonNode found = found(form);
        assertThat(codes(found)).contains("already_sent");
        assertThat(found.path("warnings").toString())
                .contains("\\\"Sale\\\"", path.substring(path.lastIndexOf('/') + 1), "allowRepeat");
        assertThat(codes(found(Multipart.campaign(
                        spec.formatted("Half price", ", \"start\": false"),
                        (phones(3) + "+919812345678").getBytes(StandardCharsets.UTF_8)))))
                .doesNotContain("already_sent");
        assertThat(codes(found(Multipart.campaign(
                        spec.formatted("Full price", ""), phones(3).getBytes(StandardCharsets.UTF_8)))))
                .doesNotContain("already_sent");
        // Of a head, nobody knows who is behind it.
        assertThat(codes(found(Multipart.campaign(
                        spec.formatted("Half price", ""), (phones(3) + "\"+9198").getBytes(StandardCharsets.UTF_8)))))
                .doesNotContain("already_sent");
    }

    @Test
    void shouldWarnWhereAPortfolioHasTooFewPlaces() {
        server.database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("update portfolio set used = 1990 where portfolio_id = 'acme'"));
        String spec = TEMPLATE.formatted("{{phone}}");
        try {
            assertThat(codes(spec, phones(10))).isEmpty();
            JsonNode found = found(new Multipart().field("spec", spec).field("recipients", phones(11)));
            assertThat(codes(found)).containsExactly("portfolio_small");
            assertThat(found.at("/warnings/0/message").textValue())
                    .contains("11 recipients", "acme", "10 people more of its 2000");
            assertThat(codes("{\"senders\": [\"bulk\"], \"template\": {}}", phones(11)))
                    .isEmpty();
            assertThat(found(new Multipart().field("spec", spec).field("recipients", phones(4_100)))
                            .at("/estimate/days")
                            .intValue())
                    .as("the estimate waits for places")
                    .isEqualTo(3);
        } finally {
            server.database
                    .database()
                    .jdbi()
                    .useHandle(handle -> handle.execute("update portfolio set used = 0 where portfolio_id = 'acme'"));
        }
    }

    @Test
    void shouldWarnWhereAThirdOfTheRowsIsLeftOut() {
        assertThat(codes("{}", phones(3, "nobody"))).isEmpty();
        assertThat(codes("{}", phones(2, "nobody"))).containsExactly("many_rows_left_out");
        assertThat(codes("{}", phones(2, "+919812345000"))).containsExactly("many_rows_left_out");
    }

    @Test
    void shouldWarnOfNumbersOfAnotherCountry() {
        assertThat(codes("{}", phones(20, "+4915123456789"))).containsExactly("foreign_numbers");
        assertThat(codes("{}", phones(2, "+4915123456789", "+4915123456788"))).isEmpty();
        assertThat(codes("{\"defaultRegion\": \"DE\"}", phones(20))).containsExactly("foreign_numbers");
        assertThat(codes("{\"defaultRegion\": \"IN\"}", phones(20))).isEmpty();
        assertThat(found(new Multipart().field("recipients", phones(20, "+4915123456789")))
                        .at("/warnings/0/message")
                        .textValue())
                .contains("+49", "line 22");
    }

    @Test
    void shouldWarnOfTemplatesToTheUsa() {
        assertThat(codes(TEMPLATE.formatted("{{phone}}"), phones(0, "+12125550123", "+12125550124")))
                .containsExactly("marketing_to_us");
        assertThat(codes("{\"senders\": [\"second\"]}", phones(0, "+12125550123")))
                .isEmpty();
    }

    @Test
    void shouldWarnOfSendersThatSendNothing() {
        server.post(Role.OPERATOR, "/api/v1/senders/second/pause", "");
        JsonNode paused = found(
                new Multipart().field("spec", "{\"senders\": [\"second\"]}").field("recipients", phones(2)));
        server.post(Role.OPERATOR, "/api/v1/senders/second/resume", "");
        server.database.database().jdbi().useHandle(handle -> {
            handle.execute(
                    "update account set blocked_reason = 'no such token' where account_key like '%number-of-second%'");
            handle.execute("update sender set daily_cap = 5 where sender_id = 'bulk'");
            handle.execute("insert into cap_use (account_key, minute, sends)"
                    + " select account_key, date_trunc('minute', clock_now()), 5 from sender where sender_id = 'bulk'");
        });
        JsonNode blocked = found(
                new Multipart().field("spec", "{\"senders\": [\"second\"]}").field("recipients", phones(2)));
        List<String> capped = codes(TEMPLATE.replace("main", "bulk").formatted("{{phone}}"), phones(2));
        server.post(Role.OPERATOR, "/api/v1/senders/second/resume", "");

        assertThat(codes(paused)).containsExactly("sender_paused");
        assertThat(codes(blocked)).containsExactly("sender_blocked");
        assertThat(blocked.at("/warnings/0/message").textValue()).contains("no such token");
        assertThat(capped).containsExactly("sender_capped");
        for (JsonNode found : List.of(paused, blocked)) {
            assertThat(found.at("/estimate/duration").isNull()).isTrue();
            assertThat(found.at("/estimate/finishesAt").isNull()).isTrue();
            assertThat(found.at("/estimate/byDay")).isEmpty();
            assertThat(found.at("/estimate/bySender").toString())
                    .isEqualTo("[{\"sender\":\"second\",\"sends\":0,\"finishesAt\":null}]");
        }
    }

    @Test
    void shouldWarnOfAVideoThatManyPhonesDoNotPlay() {
        Multipart hevc = new Multipart()
                .field("spec", "{\"media\": {\"type\": \"video\"}}")
                .file("media", "film.mp4", SampleMedia.film("hvc1", 1920, 1080));

        JsonNode found = found(hevc);

        assertThat(codes(found)).containsExactly("video_hevc");
        assertThat(found.at("/media/width").intValue()).isEqualTo(1920);
        assertThat(codes(found(new Multipart()
                        .field("spec", "{\"media\": {\"type\": \"video\"}}")
                        .file("media", "film.mp4", SampleMedia.film("avc1", 1920, 1080)))))
                .isEmpty();
    }
}
