package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
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
}
