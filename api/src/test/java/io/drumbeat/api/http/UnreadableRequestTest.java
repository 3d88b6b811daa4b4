package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.api.security.Role;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that cannot be read, are too large or are cut off. */
class UnreadableRequestTest extends HttpTest {

    @Test
    void shouldAnswer400WhenTheSpecIsNoJson() {
        assertProblem(server.post(Role.MARKETER, Multipart.campaign("{\"name\": ")), 400);
        assertProblem(server.post(Role.MARKETER, Multipart.campaign("{\"name\": \"a\", \"name\": \"b\"}")), 400);
    }

    /** It said "Source: REDACTED", and no place. */
    @Test
    void shouldSayWhereAndWhatWasExpectedWhenItIsNoJson() {
        String path = CAMPAIGNS + "/" + server.campaign() + "/pause";

        assertThat(detail(server.post(Role.MARKETER, Multipart.campaign("{\"name\": \"Offer\"\n \"senders\": []}"))))
                .isEqualTo("The part spec is not JSON: line 2, column 2: a comma or } was expected, but there is \".");
        assertThat(detail(server.post(Role.MARKETER, path, "{\"reason\": ")))
                .isEqualTo("The body is not JSON: line 1, column 12: a value was expected, but the text ends here.");
        assertThat(detail(server.post(Role.OPERATOR, "/api/v1/suppressions", "{'phones': []}")))
                .startsWith("The body is not JSON: line 1, column 2: a field's name in double quotes");
        assertProblem(server.post(Role.MARKETER, Multipart.campaign(" ")), 400);
        assertThat(server.post(Role.MARKETER, Multipart.campaign("\uFEFF" + Multipart.SPEC))
                        .statusCode())
                .as("a spec behind a byte order mark")
                .isEqualTo(201);
    }

    private static String detail(HttpResponse<String> response) {
        assertProblem(response, 400);
        return json(response).path("detail").textValue();
    }

    @Test
    void shouldAnswer415WhenTheBodyHasAnotherType() {
        assertProblem(server.post(Role.MARKETER, CAMPAIGNS, "{}"), 415);
        assertProblem(
                server.send(server.as(Role.MARKETER, CAMPAIGNS + "/x/pause").POST(BodyPublishers.ofString("x"))), 404);
        assertProblem(
                server.send(server.as(Role.MARKETER, CAMPAIGNS + "/" + server.campaign() + "/pause")
                        .POST(BodyPublishers.ofString("x"))),
                415);
    }

    @Test
    void shouldAnswer400WhenThePartsCannotBeToldApart() {
        assertProblem(
                server.send(server.as(Role.MARKETER, CAMPAIGNS)
                        .header("Content-Type", "multipart/form-data")
                        .POST(BodyPublishers.ofString("x"))),
                400);
        assertProblem(
                server.send(server.as(Role.MARKETER, CAMPAIGNS)
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.ofString(
                                "--b\r\nContent-Disposition: form-data; name=\"spec\"\r\n\r\n{"))),
                400);
        assertThat(server.spooled()).isZero();
    }

    /** It said 413, and the limit of the whole request. */
    @Test
    void shouldNameTheHeadersWhenThoseOfAPartAreTooLong() {
        Multipart named = new Multipart().file("recipients", "x".repeat(20_000), new byte[1]);

        assertThat(detail(server.post(Role.MARKETER, named)))
                .startsWith("The headers of a part of the body are too long");
    }

    /** It said that the parts could not be told apart, were too many, or cut off. */
    @Test
    void shouldNameTheSpecWhenThatIsTooLong() {
        HttpResponse<String> answer =
                server.post(Role.MARKETER, Multipart.campaign("{\"name\": \"" + "x".repeat(250_000) + "\"}"));

        assertProblem(answer, 413);
        assertThat(json(answer).path("detail").textValue())
                .startsWith("The spec,")
                .contains("200000 bytes");
    }

    @Test
    void shouldAnswer413WhenTheRequestIsTooLarge() {
        Multipart large = Multipart.campaign().file("more", "more", new byte[(int) RunningServer.MAX_UPLOAD]);

        HttpResponse<String> told = server.post(Role.MARKETER, large);
        HttpResponse<String> found = server.send(server.as(Role.MARKETER, CAMPAIGNS)
                .header("Content-Type", large.contentType())
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.bytes()))));

        // Not said, the next call of the same client, whichever that was, found its connection closed.
        assertThat(List.of(told, found)).allSatisfy(answer -> {
            assertProblem(answer, 413);
            assertThat(answer.headers().firstValue("Connection")).contains("close");
        });
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldLeaveNothingBehindWhenAnUploadIsCutOff() throws Exception {
        long before = server.rows("campaign");
        byte[] body = Multipart.campaign().bytes();
        try (Socket socket = server.beginPost(body.length)) {
            OutputStream out = socket.getOutputStream();
            out.write(body, 0, body.length - 60);
            out.flush();
            await().atMost(RunningServer.PATIENCE).until(() -> server.spooled() == 1);
        }

        await().atMost(RunningServer.PATIENCE).until(() -> server.spooled() == 0);
        assertThat(server.rows("campaign")).isEqualTo(before);
    }

    /** It answered 200, as if there were a campaign now. */
    @Test
    void shouldAnswer400WhenAnUploadIsCutOffByOneWhoStillReads() throws Exception {
        byte[] body = Multipart.campaign().bytes();
        try (Socket socket = server.beginPost(body.length)) {
            socket.getOutputStream().write(body, 0, body.length / 2);
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json", "cut off");
        }
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldAnswerWithAProblemWhenTheRequestIsNoHttp() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
            socket.getOutputStream().write("GARBAGE\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"status\":400");
        }
    }
}
