package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaStore.Asset;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaRoutesTest {

    private static final int MIB = 1 << 20;
    private static final byte[] CONTENT = new byte[2 * MIB + 3];

    private static TestDatabase database;
    private static Asset asset;
    private static Javalin server;
    private static HttpClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        new Random(5).nextBytes(CONTENT);
        database = TestDatabase.fresh();
        MediaStore store = MediaStore.on(database.database());
        asset = store.put(Files.write(folder.resolve("film"), CONTENT), "text/csv");
        MediaRoutes routes = new MediaRoutes(store);
        server = Javalin.create(config -> routes.routes()
                        .forEach(route -> config.routes.addHttpHandler(route.method(), route.path(), route.handler())))
                .start("127.0.0.1", 0);
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        server.stop();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".csv", ".tar.gz"})
    void shouldServeTheWholeFileWhateverItsExtension(String extension) throws Exception {
        HttpResponse<byte[]> response = send("GET", asset.token() + extension, "Accept-Encoding", "gzip, br");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(CONTENT);
        assertThat(header(response, "Content-Type")).isEqualTo("text/csv");
        assertThat(header(response, "Content-Length")).isEqualTo(String.valueOf(CONTENT.length));
        assertThat(header(response, "Content-Encoding")).isEmpty();
        assertThat(header(response, "ETag")).isEqualTo(etag());
        assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(response, "Cache-Control")).contains("max-age=31536000", "immutable");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Content-Security-Policy")).isEqualTo("sandbox");
    }

    @Test
    void shouldAnswerHeadAsGetWithoutTheBody() throws Exception {
        HttpResponse<byte[]> response = send("HEAD", asset.token() + ".csv", "Range", "bytes=0-1");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "Content-Type")).isEqualTo("text/csv");
        assertThat(header(response, "Content-Length")).isEqualTo(String.valueOf(CONTENT.length));
        assertThat(header(response, "ETag")).isEqualTo(etag());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=1048575-1048576, 1048575, 1048576",
        "bytes=1048576-2097151, 1048576, 2097151",
        "bytes=2097152-, 2097152, 2097154",
        "bytes=-4, 2097151, 2097154",
        "bytes=5-99999999, 5, 2097154"
    })
    void shouldServeOneRange(String range, int first, int last) throws Exception {
        HttpResponse<byte[]> response = send("GET", asset.token(), "Range", range);

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(header(response, "Content-Range")).isEqualTo("bytes " + first + "-" + last + "/" + CONTENT.length);
        assertThat(header(response, "Content-Length")).isEqualTo(String.valueOf(last - first + 1));
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(CONTENT, first, last + 1));
    }

    @Test
    void shouldServeTheWholeFileWhenTheRangeIsOfAnotherVersion() throws Exception {
        HttpResponse<byte[]> other = send("GET", asset.token(), "Range", "bytes=0-1", "If-Range", "\"other\"");
        HttpResponse<byte[]> same = send("GET", asset.token(), "Range", "bytes=0-1", "If-Range", etag());

        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).hasSize(CONTENT.length);
        assertThat(same.statusCode()).isEqualTo(206);
    }

    @Test
    void shouldSayHowLongTheFileIsWhenTheRangeIsBehindItsEnd() throws Exception {
        HttpResponse<byte[]> response = send("GET", asset.token(), "Range", "bytes=" + CONTENT.length + "-");

        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(header(response, "Content-Range")).isEqualTo("bytes */" + CONTENT.length);
        assertThat(header(response, "Cache-Control")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "%s", "W/%s", "\"other\", %s"})
    void shouldSendNothingWhenTheClientHasItAlready(String tags) throws Exception {
        HttpResponse<byte[]> response = send("GET", asset.token(), "If-None-Match", String.format(tags, etag()));

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "ETag")).isEqualTo(etag());
    }

    @Test
    void shouldSendItWhenTheClientHasAnotherVersion() throws Exception {
        assertThat(send("GET", asset.token(), "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdef0123456789abcdef", "nothing.png", ".png", "%00", "%2e%2e", "'"})
    void shouldFindNothingWhenTheNameIsUnknown(String name) throws Exception {
        assertThat(send("GET", name).statusCode()).isIn(400, 404);
        assertThat(send("HEAD", name).statusCode()).isIn(400, 404);
    }

    private static String etag() {
        return '"' + asset.sha256().hex() + '"';
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static HttpResponse<byte[]> send(String method, String name, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/media/" + name))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }
}
