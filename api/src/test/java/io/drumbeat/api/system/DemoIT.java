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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that anybody runs. */
class DemoIT {

    @TempDir
    private Path folder;

    @Test
    void shouldSendTheSampleAndHearOfItsDelivery() throws IOException {
        try (DrumbeatProcess demo = DrumbeatProcess.ofJar(folder, "demo", "{}").start("demo")) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                JsonNode progress = newest(demo).path("progress");
                assertThat(progress.path("read").asInt()).isPositive();
                assertThat(progress.path("delivered").asInt())
                        .isGreaterThanOrEqualTo(progress.path("read").asInt());
            });
            assertThat(demo.log()).contains(demo.url("/login?code=")).doesNotContain(" WARN ", " ERROR ");
        }
    }

    private JsonNode newest(DrumbeatProcess demo) throws IOException, InterruptedException {
        String token = Files.readString(folder.resolve("drumbeat-demo").resolve("admin-token"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(demo.url("/api/v1/campaigns")))
                .header("Authorization", "Bearer " + token.strip())
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return new JsonMapper().readTree(answer).path("items").path(0);
    }
}
