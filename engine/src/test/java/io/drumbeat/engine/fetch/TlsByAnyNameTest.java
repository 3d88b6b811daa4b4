package io.drumbeat.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.engine.gateway.http.ScriptedVendor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host with an underscore was fetched without its name: servers of many hosts answered as another, or not at all. */
class TlsByAnyNameTest {

    private static final String PASSWORD = "changeit";
    private static final Duration PATIENT = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static SSLContext tls;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final InMemoryDnsResolver addresses = new InMemoryDnsResolver();
    private ScriptedVendor server;
    private MediaFetch fetch;

    /** A server's certificate for the hosts of {@code shops.example.com}, which is trusted here. */
    @BeforeAll
    static void certify() throws Exception {
        Path keys = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=server",
                        "-ext",
                        "SAN=dns:*.shops.example.com",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        tls = SSLContexts.custom()
                .loadKeyMaterial(keys, PASSWORD.toCharArray(), PASSWORD.toCharArray())
                .loadTrustMaterial((chain, type) -> true)
                .build();
    }

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedVendor(this::answer);
        fetch = new MediaFetch(addresses, tls);
    }

    @AfterEach
    void close() throws IOException {
        fetch.close();
        server.close();
    }

    /** Reads the first record as it stands: Java's own server side refuses names with an underscore as well. */
    private void answer(Socket socket) throws IOException {
        byte[] header = socket.getInputStream().readNBytes(5);
        byte[] hello =
                socket.getInputStream().readNBytes(ByteBuffer.wrap(header, 3, 2).getShort());
        told.add(serverName(ByteBuffer.wrap(hello)));
        InputStream consumed = new ByteArrayInputStream(
                ByteBuffer.allocate(5 + hello.length).put(header).put(hello).array());
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, consumed, true);
        ScriptedVendor.readRequest(secure);
        secure.getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody".getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 8446, 4.1.2, and RFC 6066, 3: the one name of the extension 0; "none" where there is none. */
    private static String serverName(ByteBuffer hello) {
        skip(hello, 4 + 2 + 32);
        skip(hello, hello.get());
        skip(hello, hello.getShort());
        skip(hello, hello.get());
        hello.getShort();
        while (hello.hasRemaining()) {
            short type = hello.getShort();
            short length = hello.getShort();
            if (type == 0) {
                skip(hello, 3);
                byte[] name = new byte[hello.getShort()];
                hello.get(name);
                return new String(name, StandardCharsets.US_ASCII);
            }
            skip(hello, length);
        }
        return "none";
    }

    private static void skip(ByteBuffer bytes, int length) {
        bytes.position(bytes.position() + length);
    }

    private MediaFetch.Found look(String host) throws IOException {
        addresses.add(host, InetAddress.getLoopbackAddress());
        return fetch.look(URI.create("https://" + host + ":" + server.url().getPort() + "/a"), PATIENT, 0, null);
    }

    @Test
    void shouldTellTheServerWhichHostIsMeant() throws IOException {
        assertThat(look("www.shops.example.com").size()).isEqualTo(4);
        assertThatThrownBy(() -> look("our_offers.shops.example.com")).isInstanceOf(MediaFetch.Unfetchable.class);
        assertThatThrownBy(() -> look("our_offers.example.com.")).isInstanceOf(MediaFetch.Unfetchable.class);

        assertThat(told)
                .containsExactly("www.shops.example.com", "our_offers.shops.example.com", "our_offers.example.com");
    }

    @Test
    void shouldRefuseACertificateOfAnotherHosts() {
        assertThatThrownBy(() -> look("www.example.com"))
                .isInstanceOf(MediaFetch.Unfetchable.class)
                .hasMessage("cannot be fetched: its server's certificate is not trusted for this host");
    }

    /** Java refuses every certificate of such a host. */
    @ParameterizedTest
    @CsvSource({
        "our_offers.shops.example.com, true",
        "our_offers.example.com, false",
        "our_offers.two.shops.example.com, false"
    })
    void shouldCompareTheNameOfAHostWithAnUnderscore(String host, boolean good) throws IOException {
        try (SSLSocket client = (SSLSocket) tls.getSocketFactory().createSocket()) {
            client.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), server.url().getPort()));
            client.startHandshake();

            assertThat(TlsByAnyName.NAMES.verify(host, client.getSession())).isEqualTo(good);
        }
    }
}
