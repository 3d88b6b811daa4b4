package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.api.http.campaign.CampaignJson;
import io.drumbeat.api.http.exchange.Health;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.security.Caller;
import io.drumbeat.api.security.LoginCodes;
import io.drumbeat.api.security.Role;
import io.drumbeat.api.security.SignIns;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.WarmUp;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.stores.Stores;
import io.drumbeat.campaigns.suppression.OptOutWords;
import io.drumbeat.engine.activity.StoredCampaigns;
import io.drumbeat.engine.activity.TestPublishing;
import io.drumbeat.engine.activity.TestSends;
import io.drumbeat.engine.activity.Ticker;
import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.notice.NoticeRule;
import io.drumbeat.engine.publish.Publisher;
import io.drumbeat.engine.receipt.Webhooks;
import io.drumbeat.engine.sender.ConfiguredSender;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.simulator.Simulator;
import io.drumbeat.engine.tracing.Tracing;
import io.drumbeat.engine.vendor.GatewayTypes;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The whole API on a database and a port of its own, and a client with a token of each role, which takes no answer that is
 * not as openapi.json describes it.
 */
public final class RunningServer implements AutoCloseable {

    static final String APP_SECRET = "app-secret";
    static final long MAX_UPLOAD = 300_000;

    /** How long anything may take: no verdict may hang on how busy the machine is. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How long a test message waits for a slot: what waits longer is refused soon. */
    static final Duration TEST_PATIENCE = Duration.ofSeconds(3);

    static final ObjectMapper JSON = new ObjectMapper();

    final TestDatabase database = TestDatabase.fresh();
    final DescribedAnswers answers = new DescribedAnswers();
    final List<Object> signalled = new CopyOnWriteArrayList<>();
    final AtomicReference<Supplier<Optional<String>>> temporal = new AtomicReference<>(Optional::empty);
    final AtomicReference<InstantSource> failureTime = new AtomicReference<>(hurrying());
    final SignIns signIns;
    final LoginCodes codes = new LoginCodes(Clock.systemUTC());
    final Path spool;
    final HttpPorts ports;
    final HttpServer server;
    public final Stores stores;
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private final MediaFetch fetch = new MediaFetch(true);
    private final VendorHttp vendors = new VendorHttp(Clock.systemUTC());
    private final URI vendor;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public RunningServer() {
        this(URI.create("http://127.0.0.1:1"));
    }

    /** One whose cloud senders reach their vendor. */
    public RunningServer(Simulator vendor) {
        this(Objects.requireNonNull(vendor.baseUrls("127.0.0.1").get("cloud")));
    }

    private RunningServer(URI vendor) {
        this.vendor = vendor;
        try {
            spool = Files.createTempDirectory("spool");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database.database()
                .jdbi()
                .useHandle(handle -> handle.execute("insert into worker (name, seen_at) values ('test', 'infinity')"));
        List<Sender> configured = List.of(
                sender("main", "cloud", Pacing.DEFAULT),
                sender("second", "wachat", Pacing.DEFAULT),
                sender("bulk", "cloud", new Pacing.Rate(80, 64)));
        stores = Stores.on(database.database(), new Random(7));
        stores.senders().configure(configured);
        ConnectedSenders connected = ConnectedSenders.connect(
                configured.stream().map(this::configured).toList(), vendors);
        URI publicUrl = URI.create("http://127.0.0.1:8080");
        signIns = SignIns.on(
                database.database(),
                codes,
                () -> Objects.requireNonNull(failureTime.get()).instant(),
                publicUrl);
        for (Role role : Role.values()) {
            tokens.put(role, signIns.tokens().create("a-" + role.text(), role).orElseThrow());
        }
        stores.control().notices(CampaignJson.at(publicUrl, connected::mediaWay)::notice);
        ports = new HttpPorts(
                stores,
                connected,
                fetch,
                new NoticeRule(true, true),
                new RecordedSignals(),
                new Webhooks(
                        connected,
                        stores.receipts(),
                        stores.replies(),
                        stores.suppressions(),
                        stores.senders(),
                        stores.dispatches().announcements(),
                        new OptOutWords(OptOutWords.DEFAULT_STOP, OptOutWords.DEFAULT_START),
                        Clock.systemUTC(),
                        meters,
                        () -> {}),
                tests(connected, publicUrl),
                signIns,
                new Health(
                        Map.of(
                                "Temporal",
                                () -> Objects.requireNonNull(temporal.get()).get()),
                        meters),
                Tracing.OFF);
        server = HttpServer.start(new HttpSettings("127.0.0.1", 0, publicUrl, MAX_UPLOAD, spool), ports);
    }

    /** Of which an hour passes between two looks: for all tests but one, so that they do not wait. */
    static InstantSource hurrying() {
        AtomicLong looks = new AtomicLong();
        return () -> Instant.EPOCH.plus(Duration.ofHours(looks.incrementAndGet()));
    }

    private TestSends tests(ConnectedSenders connected, URI publicUrl) {
        StoredCampaigns stored = new StoredCampaigns(stores.campaigns(), stores.media(), publicUrl);
        return new TestSends(
                stores.dispatches().tests(),
                stored::content,
                new Publisher(
                        connected,
                        stored,
                        stores.media(),
                        new TestPublishing(stores.dispatches().publishing()),
                        fetch,
                        Clock.systemUTC(),
                        "test")::ensure,
                connected,
                new RecordedSignals(),
                Ticker.system(),
                TEST_PATIENCE,
                "test");
    }

    private ConfiguredSender configured(Sender sender) {
        GatewayType type = GatewayTypes.byName(sender.gateway()).orElseThrow();
        return new ConfiguredSender(
                sender,
                new SenderAccess(
                        sender.id(),
                        vendor,
                        sender.gateway().equals("cloud")
                                ? Map.of("accessToken", "t", "appSecret", APP_SECRET, "verifyToken", "verify")
                                : Map.of("token", "t"),
                        settings(sender, Objects.requireNonNull(type.numberSetting())),
                        sender.timeout()),
                type);
    }

    /** Whose business bulk is, is known. */
    private static Map<String, String> settings(Sender sender, String numberSetting) {
        String number = "number-of-" + sender.id();
        return sender.id().value().equals("bulk")
                ? Map.of(numberSetting, number, "businessAccountId", "102")
                : Map.of(numberSetting, number);
    }

    static AccountKey account(String id, String gateway) {
        return AccountKey.of(gateway, URI.create("http://127.0.0.1:1"), "number-of-" + id);
    }

    private static Sender sender(String id, String gateway, Pacing pacing) {
        Portfolio portfolio = id.equals("main") ? new Portfolio("acme", 2000) : null;
        return new Sender(
                new SenderId(id),
                account(id, gateway),
                gateway,
                id,
                pacing,
                null,
                WarmUp.NONE,
                null,
                Duration.ofSeconds(30),
                portfolio);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    String token(Role role) {
        return Objects.requireNonNull(tokens.get(role));
    }

    String loginCode(Role role) {
        return codes.issue(new Caller("a-" + role.text(), role), Duration.ofMinutes(1));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
    }

    HttpRequest.Builder as(Role role, String path) {
        return request(path).header("Authorization", "Bearer " + token(role));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return answers.check(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(answers::check);
    }

    HttpResponse<Stream<String>> stream(HttpRequest.Builder request) throws IOException, InterruptedException {
        return answers.check(client.send(
                request.build(),
                answer -> BodySubscribers.mapping(
                        BodySubscribers.ofLines(StandardCharsets.UTF_8), lines -> lines.peek(answers::checkEvent))));
    }

    HttpResponse<String> get(Role role, String path) {
        return send(as(role, path));
    }

    HttpResponse<String> post(Role role, String path, String json) {
        return send(as(role, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> post(Role role, Multipart form) {
        return post(role, "/api/v1/campaigns", form);
    }

    HttpResponse<String> post(Role role, String path, Multipart form) {
        return send(as(role, path)
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofByteArray(form.bytes())));
    }

    /** A connection of its own on which the post of a campaign has begun: its headers are written. */
    Socket beginPost(int length, String... headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        String head = String.join(
                "\r\n",
                "POST /api/v1/campaigns HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer " + token(Role.MARKETER),
                "Content-Type: " + new Multipart().contentType(),
                "Content-Length: " + length,
                String.join("\r\n", headers));
        socket.getOutputStream().write((head.strip() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** A campaign of two recipients over main; returns its id. */
    public String campaign() {
        HttpResponse<String> response = post(Role.MARKETER, Multipart.campaign());
        if (response.statusCode() != 201) {
            throw new AssertionError(response.body());
        }
        return json(response).path("id").textValue();
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long rows(String table) {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from " + table)
                        .mapTo(Long.class)
                        .one());
    }

    long spooled() {
        try (Stream<Path> files = Files.list(spool)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        vendors.close();
        fetch.close();
        database.close();
        try {
            Files.delete(spool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class RecordedSignals implements CampaignSignals {
        @Override
        public void changed(CampaignId campaign) {
            signalled.add(campaign);
        }

        @Override
        public void changed(SenderId sender) {
            signalled.add(sender);
        }
    }
}
