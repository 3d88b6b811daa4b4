package io.drumbeat.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drumbeat.campaigns.media.MagicBytes;
import io.drumbeat.campaigns.media.MediaFormat;
import io.drumbeat.campaigns.media.SampleMedia;
import io.drumbeat.engine.fetch.MediaFetch.Unfetchable;
import io.drumbeat.engine.gateway.http.ScriptedVendor;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaFetchTest {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final String BODY = "0123456789".repeat(10);

    @AutoClose
    private final MediaFetch fetch = new MediaFetch(true);

    @Test
    void shouldTellTypeSizeAndFirstBytesWithoutTheRestWhenLooking() throws IOException {
        try (ScriptedVendor server =
                serving("HTTP/1.1 200 OK\r\nContent-Type: image/png; x=y\r\nContent-Length: 1000000000\r\n\r\n"
                        + BODY.repeat(50))) {
            MediaFetch.Found found = fetch.look(server.url(), PATIENT, 0, null);
            assertThat(found.mimeType()).isEqualTo("image/png");
            assertThat(found.size()).isEqualTo(1_000_000_000);
            assertThat(found.whole()).isTrue();
            assertThat(found.sniffed().head())
                    .hasSize(MagicBytes.LENGTH)
                    .asString(StandardCharsets.UTF_8)
                    .startsWith(BODY);
        }
    }

    /** What came without its length was taken whatever its size. */
    @ParameterizedTest
    @ValueSource(longs = {40_000, 39_999, 10_000, 0})
    void shouldCountAsFarAsItMustWhenSizeIsUndeclared(long most) throws IOException {
        try (ScriptedVendor server = serving("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + BODY.repeat(400))) {
            MediaFetch.Found found = fetch.look(server.url(), PATIENT, most, null);
            assertThat(found.whole()).isEqualTo(most == 40_000);
            assertThat(found.size()).isGreaterThan(Math.min(most, 39_999)).isLessThan(most + 9_000);
        }
    }

    @Test
    void shouldGoByTheBrandOfAFilmWhoseIndexDoesNotComeInTime() throws IOException {
        byte[] film = SampleMedia.indexedAtTheEnd(20_000, "soun");
        try (ScriptedVendor server = dawdling("Content-Length: " + film.length + "\r\n", Arrays.copyOf(film, 10_000))) {
            MediaFetch.Found found = fetch.look(server.url(), Duration.ofMillis(500), 0, null);
            assertThat(found.sniffed().format()).isEqualTo(MediaFormat.MP4);
            assertThat(found.size()).isEqualTo(film.length);
        }
    }

    /** It said that there was no answer in time, a second after the server had hung up. */
    @Test
    void shouldNotBlameTheTimeWhenTheServerBreaksOff() throws IOException {
        byte[] film = SampleMedia.indexedAtTheEnd(20_000, "soun");
        try (ScriptedVendor server = new ScriptedVendor(socket -> {
            ScriptedVendor.readRequest(socket);
            String head = "HTTP/1.1 200 OK\r\nContent-Length: " + film.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(film, 0, 10_000);
        })) {
            assertThatThrownBy(() -> fetch.look(server.url(), PATIENT, 0, null))
                    .isInstanceOf(Unfetchable.class)
                    .hasMessage("cannot be fetched: its server broke off");
        }
    }

    @Test
    void shouldSayThatItsSizeIsUnknownWhenItDoesNotEndInTime() throws IOException {
        try (ScriptedVendor server = dawdling("", new byte[10_000])) {
            assertThatThrownBy(() -> fetch.look(server.url(), Duration.ofMillis(500), 20_000, null))
                    .isInstanceOf(Unfetchable.class)
                    .hasMessageContaining("does not say how large it is");
        }
    }

    @Test
    void shouldSayWhoItIsAndAskForWhatIsEncoded() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (ScriptedVendor server = new ScriptedVendor(socket -> {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            in.lines().takeWhile(line -> !line.isEmpty()).forEach(asked::add);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na".getBytes(StandardCharsets.UTF_8));
        })) {
            fetch.look(server.url().resolve("/our%20offer%5B1%5D.png?n=%C3%BC"), PATIENT, 0, null);
        }
        assertThat(asked).contains("GET /our%20offer%5B1%5D.png?n=%C3%BC HTTP/1.1");
        assertThat(asked).anyMatch(line -> line.matches("User-Agent: Drumbeat/[0-9]+\\.[0-9].*"));
    }

    /** To {@link URI} a host with an underscore is none: the URL was refused. */
    @Test
    void shouldAskForAHostWithAnUnderscore() {
        assertThatThrownBy(() -> fetch.look(URI.create("http://our_files.invalid:81/a"), PATIENT, 0, null))
                .isInstanceOf(Unfetchable.class)
                .hasRootCauseInstanceOf(UnknownHostException.class)
                .hasStackTraceContaining("our_files.invalid");
    }

    /** The HTTP client's own words were passed on, with the host's address in them. */
    @Test
    void shouldSayWhyInWordsThatNameNoAddress() throws IOException {
        URI shut;
        try (ScriptedVendor server = serving("")) {
            shut = server.url();
        }
        assertThat(why(shut)).isEqualTo("cannot be fetched: its server refuses the connection");
        assertThat(why(URI.create("http://nowhere.invalid/a"))).isEqualTo("cannot be fetched: its host is unknown");
        try (ScriptedVendor server = serving("")) {
            assertThat(why(server.url())).isEqualTo("cannot be fetched: its server broke off");
        }
        try (ScriptedVendor server = new ScriptedVendor(socket -> {
            assertThat(socket.getInputStream().read(new byte[16_384])).isPositive();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        })) {
            assertThat(why(URI.create(server.url().toString().replace("http:", "https:"))))
                    .isEqualTo("cannot be fetched: no TLS connection to its server can be made");
        }
        try (ScriptedVendor server = serving("220 mail.example.com ESMTP\r\n".repeat(2_000))) {
            assertThat(why(server.url())).isEqualTo("cannot be fetched: its server does not speak HTTP as it should");
        }
    }

    private @Nullable String why(URI url) {
        return catchThrowableOfType(Unfetchable.class, () -> fetch.look(url, PATIENT, 0, null))
                .getMessage();
    }

    /** Sends the beginning of a body and then keeps the connection open. */
    private static ScriptedVendor dawdling(String header, byte[] beginning) throws IOException {
        return new ScriptedVendor(socket -> {
            ScriptedVendor.readRequest(socket);
            socket.getOutputStream().write(("HTTP/1.1 200 OK\r\n" + header + "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(beginning);
            assertThat(socket.getInputStream().read()).isNegative();
        });
    }

    @Test
    void shouldStreamTheWholeBodyWhenSizeIsUndeclared() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ScriptedVendor server = serving("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + BODY)) {
            assertThat(fetch.fetch(server.url(), 100, PATIENT, body -> body.transferTo(out)))
                    .isNull();
            assertThat(out).hasToString(BODY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
            })
    void shouldRefuseWhenBodyIsTooLarge(String head) throws IOException {
        try (ScriptedVendor server = serving(head + BODY)) {
            assertThatThrownBy(() -> fetch.fetch(server.url(), 99, PATIENT, body -> body.transferTo(nowhere())))
                    .isInstanceOf(Unfetchable.class)
                    .hasMessageContaining("99 bytes");
        }
    }

    @Test
    void shouldRefuseWhenBodyIsCutOff() throws IOException {
        try (ScriptedVendor server = serving("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + BODY)) {
            assertThatThrownBy(() -> fetch.fetch(server.url(), 1000, PATIENT, body -> body.transferTo(nowhere())))
                    .isInstanceOf(Unfetchable.class);
        }
    }

    @Test
    void shouldPassOnTheSinksOwnFailure() throws IOException {
        try (ScriptedVendor server = serving("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + BODY)) {
            assertThatThrownBy(() -> fetch.fetch(server.url(), 1000, PATIENT, body -> {
                        throw new IOException("disk full");
                    }))
                    .isNotInstanceOf(Unfetchable.class)
                    .hasMessage("disk full");
        }
    }

    @Test
    void shouldNotFollowWhenUrlRedirects() throws IOException {
        try (ScriptedVendor server =
                serving("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n")) {
            assertThatThrownBy(() -> fetch.look(server.url(), PATIENT, 0, null))
                    .isInstanceOf(Unfetchable.class)
                    .hasMessageContaining("redirects");
        }
    }

    @Test
    void shouldGiveUpAtDeadlineWhenServerDawdles() throws IOException {
        try (ScriptedVendor server = new ScriptedVendor(socket -> {
            ScriptedVendor.readRequest(socket);
            assertThat(socket.getInputStream().read()).isNegative();
        })) {
            assertThatThrownBy(() -> fetch.look(server.url(), Duration.ofMillis(200), 0, null))
                    .isInstanceOf(Unfetchable.class)
                    .hasMessage("was not answered in time");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:1/a", "http://localhost:1/a", "http://[::1]:1/a", "http://169.254.169.254/a"})
    void shouldNotEvenConnectWhenAddressIsPrivate(String url) {
        try (MediaFetch careful = new MediaFetch(false)) {
            assertThatThrownBy(() -> careful.look(URI.create(url), PATIENT, 0, null))
                    .isInstanceOf(Unfetchable.class)
                    .hasMessageContaining("private address");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com/a", "file:///etc/passwd", "http:///a"})
    void shouldRefuseWhenUrlIsNoWebAddress(String url) {
        assertThatThrownBy(() -> fetch.look(URI.create(url), PATIENT, 0, null)).isInstanceOf(Unfetchable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001::1",
                "::ffff:10.0.0.1"
            })
    void shouldCallAnAddressPrivateWhenItIs(String address) throws UnknownHostException {
        assertThat(PrivateNetwork.has(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"})
    void shouldCallAnAddressPublicWhenItIs(String address) throws UnknownHostException {
        assertThat(PrivateNetwork.has(InetAddress.getByName(address))).isFalse();
    }

    private static ByteArrayOutputStream nowhere() {
        return new ByteArrayOutputStream();
    }

    private static ScriptedVendor serving(String reply) {
        try {
            return new ScriptedVendor(socket -> {
                ScriptedVendor.readRequest(socket);
                socket.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
