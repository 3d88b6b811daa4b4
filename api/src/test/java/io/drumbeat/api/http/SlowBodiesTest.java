package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.security.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowBodiesTest extends HttpTest {

    private Socket send(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port());
        socket.setSoTimeout((int) RunningServer.PATIENCE.toMillis());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** More than the server has threads, on a Java without virtual ones: nobody else was answered. */
    @Test
    void shouldAnswerOthersWhileManySendTheirRequestsDropByDrop() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                slow.add(send("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 4000\r\n\r\n{"));
            }
            assertThat(server.get(Role.VIEWER, CAMPAIGNS).statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Nobody was given up once others had sent some files: their bytes counted for all. */
    @Test
    void shouldGiveUpABodyThatComesTooSlowlyWhateverOthersHaveSent() throws IOException {
        server.send(server.as(Role.OPERATOR, "/api/v1/suppressions")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("phone\n" + "x\n".repeat(100_000))));
        String asMarketer =
                " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + server.token(Role.MARKETER) + "\r\nContent-";

        for (String request : List.of(
                "POST " + CAMPAIGNS + asMarketer
                        + "Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n--b\r\n",
                "POST " + CAMPAIGNS + "/" + server.campaign() + "/pause" + asMarketer
                        + "Type: application/json\r\nContent-Length: 4000\r\n\r\n{")) {
            try (Socket slow = send(request)) {
                Thread drops = new Thread(() -> dropByDrop(slow));
                drops.start();
                String answer = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 408 ").contains("too slowly");
            }
        }
    }

    private static void dropByDrop(Socket socket) {
        try {
            while (true) {
                socket.getOutputStream().write('-');
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException givenUp) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldHaveTheSecurityHeadersWhenARequestReachesNoRoute() throws IOException {
        for (String request : List.of(
                "NONSENSE\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")) {
            try (Socket socket = send(request)) {
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer)
                        .startsWith("HTTP/1.1 4")
                        .contains("Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff");
            }
        }
    }
}
