package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.campaigns.StartFailure;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest extends HttpTest {

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/docs, text/html",
        "/docs/problems, text/html",
        "/docs.js, text/javascript",
        "/openapi.json, application/json",
        "/webjars/swagger-ui/5.34.1/swagger-ui.css, text/css",
        "/webjars/swagger-ui/5.34.1/swagger-ui-bundle.js, text/javascript",
        "/webjars/lit-html/3.3.1/lit-html.js, text/javascript",
        "/webjars/picocss__pico/2.1.1/css/pico.min.css, text/css"
    })
    void shouldServeAPageUnderAStrictPolicyWhenAnybodyAsks(String path, String type) {
        HttpResponse<String> response = server.send(server.request(path));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self';")
                .doesNotContain("unsafe-eval");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void shouldSayWhichPortIsTakenWhenItIs() {
        HttpSettings taken =
                new HttpSettings("127.0.0.1", server.server.port(), URI.create("http://localhost"), 1, server.spool);

        assertThatThrownBy(() -> HttpServer.start(taken, server.ports))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("Port " + server.server.port());
    }
}
