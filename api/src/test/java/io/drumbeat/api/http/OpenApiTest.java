package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    @Test
    void shouldDescribeExactlyTheRoutesThatThereAre() throws Exception {
        JsonNode paths = RunningServer.JSON
                .readTree(HttpServer.class.getResourceAsStream("openapi.json"))
                .path("paths");
        Set<String> described = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        try (RunningServer server = new RunningServer()) {
            assertThat(described)
                    .isEqualTo(new TreeSet<>(server.server.routes().stream()
                            .map(route -> route.method().name() + " " + route.path())
                            .toList()));
            for (Route route : server.server.routes()) {
                JsonNode operation =
                        paths.path(route.path()).path(route.method().name().toLowerCase(Locale.ROOT));
                String role =
                        route.role() == null ? "" : "Role: " + route.role().text() + ".";
                assertThat(operation.path("description").asText())
                        .as(route.path())
                        .isEqualTo(role);
            }
        }
    }

    /** They were about:blank. */
    @Test
    void shouldExplainEveryKindOfProblemAndNoOther() throws Exception {
        List<String> kinds =
                Arrays.stream(ProblemKind.values()).map(ProblemKind::anchor).toList();
        String page = new String(
                HttpServer.class.getResourceAsStream("problems.html").readAllBytes(), StandardCharsets.UTF_8);
        JsonNode described = RunningServer.JSON
                .readTree(HttpServer.class.getResourceAsStream("openapi.json"))
                .at("/components/schemas/Problem/properties/type/enum");

        assertThat(Pattern.compile("<section id=\"([^\"]+)\">")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyElementsOf(kinds);
        assertThat(described)
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(Arrays.stream(ProblemKind.values())
                        .map(ProblemKind::uri)
                        .toList());
    }
}
