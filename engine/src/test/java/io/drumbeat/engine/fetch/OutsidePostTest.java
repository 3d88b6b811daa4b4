package io.drumbeat.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.engine.gateway.http.ScriptedVendor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutsidePostTest {

    private static final Duration PATIENT = Duration.ofSeconds(30);

    @Test
    void shouldPostToNoPrivateAddressUnlessItIsAllowed() throws IOException {
        try (ScriptedVendor server = answering("HTTP/1.1 204 No Content\r\n\r\n");
                OutsidePost outside = new OutsidePost(false, 1);
                OutsidePost anywhere = new OutsidePost(true, 1)) {
            assertThat(outside.post(server.url(), Map.of(), "{}", PATIENT))
                    .contains("leads to a private address, which is not allowed here");
            assertThat(server.connections()).isZero();
            assertThat(anywhere.post(server.url(), Map.of(), "{}", PATIENT)).isEmpty();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldFollowNoRedirect() throws IOException {
        try (ScriptedVendor target = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                ScriptedVendor server = answering("HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: "
                        + target.url() + "\r\n\r\n");
                OutsidePost post = new OutsidePost(true, 1)) {
            assertThat(post.post(server.url(), Map.of(), "{}", PATIENT))
                    .hasValueSatisfying(why -> assertThat(why).contains("redirects (HTTP 307)"));
            assertThat(target.connections()).isZero();
        }
    }

    /** Whoever answers without an end would hold a place for ever. */
    @Test
    void shouldNotReadWhatIsAnswered() throws IOException {
        try (ScriptedVendor server = answering("HTTP/1.1 500 No\r\nContent-Length: 1000000000\r\n\r\nx");
                OutsidePost post = new OutsidePost(true, 1)) {
            assertThat(post.post(server.url(), Map.of(), "{}", PATIENT)).contains("answers with HTTP 500");
        }
    }

    @Test
    void shouldEndACallThatIsNotAnsweredInTime() throws IOException {
        try (ScriptedVendor server = answering("");
                OutsidePost post = new OutsidePost(true, 1)) {
            assertThat(post.post(server.url(), Map.of(), "{}", Duration.ofMillis(300)))
                    .contains("was not answered in time");
        }
    }

    /** Answers, and waits until the client closes. */
    private static ScriptedVendor answering(String answer) throws IOException {
        return new ScriptedVendor(socket -> {
            ScriptedVendor.readRequest(socket);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
    }
}
