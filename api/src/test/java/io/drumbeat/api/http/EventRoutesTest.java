package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.security.Role;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventRoutesTest extends HttpTest {

    @Test
    void shouldStreamProgressUntilTheEndWhenACampaignIsFollowed() throws Exception {
        String path = CAMPAIGNS + "/" + server.campaign();
        HttpResponse<Stream<String>> events = server.stream(server.as(Role.VIEWER, path + "/events"));
        var lines = events.body().iterator();

        assertThat(events.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(lines.next()).isEqualTo("event: progress");
        assertThat(lines.next()).contains("\"status\":\"running\"");
        assertThat(lines.next()).isEmpty();
        server.post(Role.OPERATOR, path + "/cancel", "");
        assertThat(lines.next()).isEqualTo("event: progress");
        assertThat(lines.next()).contains("\"status\":\"cancelled\"");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.next()).isEqualTo("event: end");
        assertThat(lines.next()).isEqualTo("data: {}");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.hasNext()).isFalse();
    }
}
