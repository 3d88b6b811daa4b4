package io.drumbeat.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.media.SampleMedia;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStates;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.spec.SpecJson;
import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.gateway.MediaLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of every kind, posted and at a URL of a server that tells the truth about them, lies or says nothing: they were
 * believed by their Content-Type where the vendor fetches them.
 */
class MediaInspectionTest {

    private static final String OCTETS = "application/octet-stream";
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    private final MediaFetch fetch = new MediaFetch(true);
    private final List<URI> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile byte[] body = {};
    private volatile @Nullable String contentType;
    private volatile boolean chunked;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        fetch.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI());
        if (contentType != null) {
            exchange.getResponseHeaders().set("Content-Type", contentType);
        }
        long declared = body.length == 0 ? -1 : body.length;
        exchange.sendResponseHeaders(200, chunked ? 0 : declared);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        } catch (IOException hungUp) {
            exchange.close();
        }
    }

    static Stream<Arguments> shouldJudgeAFileByItsOwnBytes() {
        return Stream.of(
                taken("JPEG", SampleMedia.JPEG, MediaType.IMAGE, "image/jpeg"),
                taken("PNG", SampleMedia.PNG, MediaType.IMAGE, "image/png"),
                refused("HEIC", SampleMedia.HEIC, MediaType.IMAGE, "HEIC"),
                refused("AVIF", SampleMedia.AVIF, MediaType.IMAGE, "AVIF"),
                refused("GIF", SampleMedia.GIF, MediaType.IMAGE, "GIF"),
                refused("WebP as image", SampleMedia.WEBP, MediaType.IMAGE, "image/webp"),
                refused("a web page as image", SampleMedia.HTML, MediaType.IMAGE, "web page"),
                refused("a film as image", SampleMedia.MP4, MediaType.IMAGE, "video/mp4"),
                refused("nothing at all", new byte[0], MediaType.IMAGE, "empty"),
                refused(
                        "6 MiB of JPEG",
                        SampleMedia.padded(SampleMedia.JPEG, 6 * MIB),
                        MediaType.IMAGE,
                        "takes at most 5242880"),
                taken("WebP as sticker", SampleMedia.WEBP, MediaType.STICKER, "image/webp"),
                refused("a large sticker", SampleMedia.padded(SampleMedia.WEBP, 200_000), MediaType.STICKER, "102400"),
                taken("MP4", SampleMedia.MP4, MediaType.VIDEO, "video/mp4"),
                taken(
                        "MP4, index last",
                        SampleMedia.indexedAtTheEnd(300_000, "vide", "soun"),
                        MediaType.VIDEO,
                        "video/mp4"),
                taken("3GP", SampleMedia.THREE_GP, MediaType.VIDEO, "video/3gpp"),
                refused("MOV", SampleMedia.MOV, MediaType.VIDEO, "MOV"),
                refused("MP4 of sound", SampleMedia.MP4_OF_SOUND, MediaType.VIDEO, "audio/mp4"),
                refused(
                        "MP4 of sound, index last",
                        SampleMedia.indexedAtTheEnd(300_000, "soun"),
                        MediaType.VIDEO,
                        "audio/mp4"),
                refused(
                        "20 MiB of MP4",
                        SampleMedia.padded(SampleMedia.MP4, 20 * MIB),
                        MediaType.VIDEO,
                        "takes at most 16777216"),
                taken("M4A", SampleMedia.M4A, MediaType.AUDIO, "audio/mp4"),
                taken("M4A branded 3gp4", SampleMedia.M4A_OF_3GP4, MediaType.AUDIO, "audio/mp4"),
                taken("MP4 of sound", SampleMedia.MP4_OF_SOUND, MediaType.AUDIO, "audio/mp4"),
                taken("MP3", SampleMedia.MP3, MediaType.AUDIO, "audio/mpeg"),
                taken("AMR", SampleMedia.AMR, MediaType.AUDIO, "audio/amr"),
                taken("AAC", SampleMedia.AAC, MediaType.AUDIO, "audio/aac"),
                taken("OGG Opus", SampleMedia.OPUS, MediaType.AUDIO, "audio/ogg"),
                refused("OGG Vorbis", SampleMedia.VORBIS, MediaType.AUDIO, "OGG without Opus"),
                refused("WAV", SampleMedia.WAV, MediaType.AUDIO, "WAV"),
                refused("a film as audio", SampleMedia.MP4, MediaType.AUDIO, "video/mp4"),
                taken("PDF", SampleMedia.PDF, MediaType.DOCUMENT, "application/pdf"),
                refused("a web page as document", SampleMedia.HTML, MediaType.DOCUMENT, "web page"),
                refused("a ZIP as document", SampleMedia.ZIP, MediaType.DOCUMENT, "unknown format"));
    }

    private static Arguments taken(String what, byte[] file, MediaType type, String mimeType) {
        return Arguments.of(what, type, file, mimeType, null);
    }

    private static Arguments refused(String what, byte[] file, MediaType type, String found) {
        return Arguments.of(what, type, file, null, found);
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource
    void shouldJudgeAFileByItsOwnBytes(
            String what, MediaType type, byte[] file, @Nullable String mimeType, @Nullable String refusal)
            throws IOException {
        List<FieldError> errors = new ArrayList<>();
        verify("media", posted(type, file, "media.bin", errors), mimeType, refusal, errors);

        String kind = type == MediaType.STICKER ? "image" : type == MediaType.DOCUMENT ? "application" : type.text();
        body = file;
        for (String declared : Arrays.asList(kind + "/jpeg", kind + "/mp4", kind + "/ogg; codecs=opus", null)) {
            for (boolean withoutLength : List.of(false, true)) {
                contentType = declared;
                chunked = withoutLength;
                errors.clear();
                verify("media.url", at("/media.bin", type, "linking", errors), mimeType, refusal, errors);
            }
        }
    }

    private void verify(
            String field,
            @Nullable String judged,
            @Nullable String mimeType,
            @Nullable String refusal,
            List<FieldError> errors) {
        if (refusal == null) {
            assertThat(errors)
                    .as("served as %s, chunked: %s", contentType, chunked)
                    .isEmpty();
            assertThat(judged).isEqualTo(mimeType);
        } else {
            assertThat(errors).singleElement().satisfies(error -> {
                assertThat(error.field()).isEqualTo(field);
                assertThat(error.message()).contains(refusal);
            });
        }
    }

    /** A document's name decides what its bytes leave open, wherever it stands, and whatever its server says. */
    @ParameterizedTest
    @CsvSource({
        "/list.txt, text/plain",
        "/offer.docx?v=1, application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    })
    void shouldGoByTheNameWhereBytesAreOfSeveralFormats(String path, String mimeType) throws IOException {
        body = path.contains("txt") ? SampleMedia.TEXT : SampleMedia.ZIP;
        contentType = OCTETS;
        List<FieldError> errors = new ArrayList<>();

        assertThat(at(path, MediaType.DOCUMENT, "uploading", errors)).isEqualTo(mimeType);
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "linking, application/octet-stream, true",
        "linking, binary/octet-stream, true",
        "linking, text/html, true",
        "carrying, application/octet-stream, true",
        "uploading, application/octet-stream, false",
        "uploading, binary/octet-stream, false",
        "linking, image/jpeg, false"
    })
    void shouldSayWhichContentTypeWhatsAppDoesNotTakeWhereTheVendorFetches(
            String sender, String served, boolean refused) throws IOException {
        body = SampleMedia.PNG;
        contentType = served;
        List<FieldError> errors = new ArrayList<>();

        assertThat(at("/a.png", MediaType.IMAGE, sender, errors)).isEqualTo("image/png");

        if (refused) {
            assertThat(errors)
                    .containsExactly(new FieldError(
                            "media.url",
                            "is served with Content-Type " + served + ", which WhatsApp does not take as image where it"
                                    + " fetches the media itself, as for " + sender
                                    + ": have its server say image/png, or post the file as the part media"));
        } else {
            assertThat(errors).isEmpty();
        }
    }

    @Test
    void shouldAskForTheAddressInItsEncodedForm() throws IOException {
        body = SampleMedia.PNG;
        contentType = "image/png";
        List<FieldError> errors = new ArrayList<>();

        at("/unser Angebot/\u00dc[1].png?f\u00fcr=alle [2]", MediaType.IMAGE, "linking", errors);

        assertThat(errors).isEmpty();
        assertThat(asked).containsExactly(URI.create("/unser%20Angebot/%C3%9C%5B1%5D.png?f%C3%BCr=alle%20%5B2%5D"));
    }

    private @Nullable String posted(MediaType type, byte[] file, String name, List<FieldError> errors)
            throws IOException {
        Path path = Files.write(folder.resolve("posted"), file);
        return inspected(type, null, Optional.of(Admission.MediaFile.of(path, name, file.length)), "linking", errors);
    }

    private @Nullable String at(String path, MediaType type, String sender, List<FieldError> errors)
            throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + path;
        return inspected(type, url, Optional.empty(), sender, errors);
    }

    private @Nullable String inspected(
            MediaType type,
            @Nullable String url,
            Optional<Admission.MediaFile> file,
            String sender,
            List<FieldError> errors)
            throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode().put("name", "Offer");
        json.putArray("senders").add(sender);
        json.putObject("media").put("type", type.text()).put("url", url);
        SpecJson.Parsed spec = SpecJson.parse(json, file.isPresent());
        assertThat(spec.errors()).isEmpty();
        ChosenSenders senders = ChosenSenders.of(
                spec,
                json.path("senders"),
                List.of(installed("linking"), installed("uploading"), installed("carrying")),
                (any, what) -> Optional.of(MediaLimits.ofMeta(what)),
                errors);
        Map<String, MediaWay> ways =
                Map.of("linking", MediaWay.LINK, "uploading", MediaWay.UPLOAD, "carrying", MediaWay.FIRST_SEND);
        MediaFacts facts = new MediaInspection(fetch, id -> ways.getOrDefault(id.value(), MediaWay.LINK))
                .inspect(spec.media(), file, senders, errors);
        return facts == null ? null : facts.mimeType();
    }

    private static SenderStore.State installed(String id) {
        Sender sender = new Sender(
                new SenderId(id), new AccountKey(id), "cloud", "", Pacing.DEFAULT, null, Duration.ofSeconds(30));
        return SenderStates.ready(sender);
    }
}
