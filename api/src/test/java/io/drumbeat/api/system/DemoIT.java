package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.api.DrumbeatProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that anybody runs. */
class DemoIT {

    @TempDir
    private Path folder;

    /** All that can become of a recipient comes soon, and nothing warns of what is no trouble. */
    @Test
    void shouldShowWhatCanBecomeOfACampaign() throws Exception {
        try (DrumbeatProcess demo = DrumbeatProcess.ofJar(folder, "demo", "{}").start("demo")) {
            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                JsonNode progress = first(demo, "campaigns").path("progress");
                for (String figure : List.of("delivered", "read", "replied", "optedOut", "failed")) {
                    assertThat(progress.path(figure).asInt()).as(figure).isPositive();
                }
                assertThat(progress.path("sent").asInt())
                        .isGreaterThan(progress.path("delivered").asInt());
                assertThat(progress.path("delivered").asInt())
                        .isGreaterThan(progress.path("read").asInt());
            });
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(all(demo, "senders").findValuesAsText("status"))
                            .contains("trouble"));
            assertThat(first(demo, "campaigns").path("warnings")).isEmpty();
            assertThat(first(demo, "suppressions").path("source").asText()).startsWith("reply to");
            assertThat(demo.log()).contains(demo.url("/login?code=")).doesNotContain(" ERROR ");
            assertThat(demo.log().lines().filter(line -> line.contains(" WARN ")))
                    .as("whichever number meets the recipient that slows it down")
                    .allSatisfy(line -> assertThat(line).contains("for its vendor: ", "429"));
        }
    }

    private JsonNode first(DrumbeatProcess demo, String list) throws IOException, InterruptedException {
        return all(demo, list).path(0);
    }

    private JsonNode all(DrumbeatProcess demo, String list) throws IOException, InterruptedException {
        String token = Files.readString(folder.resolve("drumbeat-demo").resolve("admin-token"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(demo.url("/api/v1/" + list)))
                .header("Authorization", "Bearer " + token.strip())
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return new JsonMapper().readTree(answer).path("items");
    }
}
