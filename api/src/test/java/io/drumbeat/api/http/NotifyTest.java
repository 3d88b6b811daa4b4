package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drumbeat.api.http.campaign.CampaignJson;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.CapturedLog;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.notice.Notice;
import io.drumbeat.campaigns.notice.NoticeStore;
import io.drumbeat.engine.notice.NoticeLoop;
import io.drumbeat.engine.notice.NoticeSecret;
import io.drumbeat.engine.notice.UnsignedNotices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a campaign's author is told at their own address: by a receiver of their own, on the real outbox. */
@SuppressWarnings("try") // a loop is at work until it is closed
class NotifyTest extends HttpTest {

    private static final byte[] KEY = "a key that nobody else has".getBytes(UTF_8);
    private static final Duration LEASE = Duration.ofSeconds(60);

    private record Post(String id, String timestamp, String signature, String body) {
        String status() {
            return json().path("status").textValue();
        }

        JsonNode json() {
            try {
                return RunningServer.JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private volatile int answer = 204;
    private HttpServer receiver;
    private NoticeStore store;

    @BeforeEach
    void listen() throws IOException {
        posts.clear();
        answer = 204;
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
        store = server.stores.notices();
        server.database.shiftClock(Duration.ZERO);
    }

    @AfterEach
    void stopListening() {
        receiver.stop(0);
        server.database.database().jdbi().useHandle(handle -> handle.execute("delete from notice"));
    }

    private void receive(HttpExchange exchange) throws IOException {
        posts.add(new Post(
                exchange.getRequestHeaders().getFirst("webhook-id"),
                exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                exchange.getRequestHeaders().getFirst("webhook-signature"),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    private String asking(String events) {
        return "{\"notify\": {\"url\": \"http://127.0.0.1:"
                + receiver.getAddress().getPort() + "/hook?token=secret\"" + events + "}, ";
    }

    private String campaign(String events) {
        return created(
                server.post(Role.MARKETER, Multipart.campaign(Multipart.SPEC.replaceFirst("\\{", asking(events)))));
    }

    private NoticeLoop loop() {
        NoticeLoop loop = new NoticeLoop(
                store, new NoticeSecret("whsec_" + Base64.getEncoder().encodeToString(KEY)), true, Clock.systemUTC());
        loop.start();
        return loop;
    }

    private void await(int number) {
        Awaitility.await().atMost(RunningServer.PATIENCE).until(posts::size, size -> size >= number);
    }

    @Test
    void shouldTellEachChangeOfStatusInOrderAndSigned() throws Exception {
        String campaign = campaign("");
        for (String command : List.of("pause", "resume", "cancel")) {
            server.post(Role.OPERATOR, campaign + "/" + command, "{\"reason\": \"lunch\"}");
        }

        try (NoticeLoop loop = loop()) {
            await(3);
            Awaitility.await().atMost(RunningServer.PATIENCE).until(() -> server.rows("notice"), rows -> rows == 0);
        }

        assertThat(posts).extracting(Post::status).containsExactly("paused", "running", "cancelled");
        assertThat(posts).extracting(Post::id).doesNotHaveDuplicates().allMatch(id -> id.startsWith("msg_"));
        ObjectNode whole = (ObjectNode) json(server.get(Role.VIEWER, campaign));
        whole.remove("spec");
        assertThat(posts.get(2).json()).isEqualTo(whole);
        for (Post post : posts) {
            assertThat(Instant.ofEpochSecond(Long.parseLong(post.timestamp())))
                    .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(1));
            assertThat(post.signature()).isEqualTo(signature(post));
        }
    }

    /** As the convention says it: not by the library that signs. */
    private static String signature(Post post) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] signed = mac.doFinal((post.id() + "." + post.timestamp() + "." + post.body()).getBytes(UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(signed);
    }

    @Test
    void shouldTellNothingButTheEndWhenThatIsAskedFor() {
        String campaign = campaign(", \"events\": [\"end\"]");
        server.post(Role.OPERATOR, campaign + "/pause", "");
        assertThat(server.rows("notice")).isZero();

        server.post(Role.OPERATOR, campaign + "/cancel", "");

        try (NoticeLoop loop = loop()) {
            await(1);
        }
        assertThat(posts).extracting(Post::status).containsExactly("cancelled");
    }

    @Test
    void shouldTellAnotherInstanceWhatOneDidNotGetAcross() {
        answer = 500;
        server.database.freezeClock(Duration.ZERO);
        String campaign = campaign("");
        server.post(Role.OPERATOR, campaign + "/pause", "");
        server.post(Role.OPERATOR, campaign + "/cancel", "");
        try (NoticeLoop killed = loop()) {
            await(1);
        }

        answer = 200;
        server.database.freezeClock(LEASE.plusSeconds(10));
        try (NoticeLoop next = loop()) {
            await(3);
        }

        assertThat(posts).extracting(Post::status).containsExactly("paused", "paused", "cancelled");
        assertThat(posts.get(1).id()).isEqualTo(posts.get(0).id());
        assertThat(posts.get(1).body()).isEqualTo(posts.get(0).body());
    }

    @Test
    void shouldTryAgainEverLaterAndGiveUpAfterADay() {
        server.database.freezeClock(Duration.ZERO);
        String campaign = campaign("");
        server.post(Role.OPERATOR, campaign + "/pause", "");

        Duration at = Duration.ZERO;
        for (long pause : new long[] {5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600}) {
            Notice notice = one();
            assertThat(store.untold(notice, "answers with HTTP 500")).isFalse();
            server.database.freezeClock(at.plusSeconds(pause - 1));
            assertThat(store.take(10, LEASE)).as("%s s", pause).isEmpty();
            at = at.plusSeconds(pause);
            server.database.freezeClock(at);
        }
        server.database.freezeClock(Duration.ofHours(23).plusMinutes(1));
        assertThat(store.untold(one(), "answers with HTTP 500"))
                .as("once more within the day")
                .isTrue();

        assertThat(server.rows("notice")).isZero();
        JsonNode log = json(server.get(Role.VIEWER, campaign + "/log")).path("items");
        JsonNode last = log.get(log.size() - 1);
        assertThat(last.path("event").textValue()).isEqualTo("not notified");
        assertThat(last.path("detail").textValue())
                .contains("127.0.0.1", "given up after 13 attempts", "HTTP 500")
                .doesNotContain("secret");
    }

    private Notice one() {
        List<Notice> due = store.take(10, LEASE);
        assertThat(due).hasSize(1);
        return due.get(0);
    }

    @Test
    void shouldKeepTheOrderWhileAnEarlierOneWaits() {
        String campaign = campaign("");
        server.post(Role.OPERATOR, campaign + "/pause", "");
        server.post(Role.OPERATOR, campaign + "/cancel", "");

        Notice first = one();
        assertThat(store.take(10, LEASE)).as("while the first is told").isEmpty();
        store.untold(first, "answers with HTTP 500");
        assertThat(store.take(10, LEASE)).as("while the first waits").isEmpty();
        server.database.shiftClock(Duration.ofSeconds(6));
        Notice again = one();
        assertThat(again.messageId()).isEqualTo(first.messageId());
        store.told(again);

        assertThat(one().body()).contains("\"status\":\"cancelled\"");
    }

    /** Posts once waited without a word where a process was started without the secret. */
    @Test
    void shouldWarnOnceWhereNobodySignsWhatIsToBeTold() {
        try (CapturedLog log = new CapturedLog(UnsignedNotices.class)) {
            UnsignedNotices unsigned = new UnsignedNotices(store);
            unsigned.look();
            assertThat(log.lines()).as("nobody asks for one").isEmpty();

            String campaign = campaign("");
            unsigned.look();
            unsigned.look();
            new UnsignedNotices(store).look();
            server.post(Role.OPERATOR, campaign + "/cancel", "");
            new UnsignedNotices(store).look();

            assertThat(log.lines())
                    .as("once a process, while it runs and while its end is still to be told")
                    .hasSize(3)
                    .allSatisfy(line ->
                            assertThat(line).startsWith("WARN ").contains("DRUMBEAT_NOTIFY_SECRET", "none is lost"));
            assertThat(server.rows("notice")).isEqualTo(1);
        }
    }

    /** What a process that is killed in the middle of a call holds, is nobody else's until its lease is over. */
    @Test
    void shouldGiveANoticeToOneProcessAtATime() {
        String campaign = campaign("");
        server.post(Role.OPERATOR, campaign + "/pause", "");
        Notice killed = one();

        server.database.shiftClock(LEASE.minusSeconds(5));
        assertThat(store.take(10, LEASE)).isEmpty();
        server.database.shiftClock(LEASE.plusSeconds(1));
        Notice next = one();

        assertThat(next.messageId()).isEqualTo(killed.messageId());
        assertThat(store.untold(killed, "was not answered in time"))
                .as("a late word of the one that was taken for dead")
                .isFalse();
        server.database.shiftClock(LEASE.plusSeconds(20));
        assertThat(store.take(10, LEASE)).as("the other one's still").isEmpty();
    }

    @Test
    void shouldChangeNothingWhereWhatIsToldCannotBeWritten() {
        String campaign = campaign("");
        CampaignId id = CampaignId.parse(campaign.substring(campaign.lastIndexOf('/') + 1))
                .orElseThrow();
        server.stores.control().notices(any -> {
            throw new IllegalStateException("no words");
        });
        try {
            assertThatThrownBy(() -> server.stores.control().apply(id, Command.PAUSE, "test", null, null))
                    .hasMessage("no words");
        } finally {
            server.stores.control().notices(CampaignJson.at(server.uri("/"), server.ports.senders()::mediaWay)::notice);
        }

        assertThat(status(server.get(Role.VIEWER, campaign))).isEqualTo("running");
        assertThat(server.rows("notice")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"url": "ftp://example.org"} | notify.url
            {"events": ["end"]} | notify.url
            {"url": "https://example.org", "events": []} | notify.events
            {"url": "https://example.org", "events": ["end", "start", 7]} | notify.events[1],notify.events[2]
            {"url": "https://example.org", "secret": "x"} | notify.secret
            "https://example.org" | notify
            """)
    void shouldNameWhatIsWrongWithIt(String notify, String fields) {
        String spec = Multipart.SPEC.replaceFirst("\\{", "{\"notify\": " + notify + ", ");

        assertThat(fields(server.post(Role.MARKETER, Multipart.campaign(spec))))
                .containsExactlyInAnyOrder(fields.split(","));
    }
}
