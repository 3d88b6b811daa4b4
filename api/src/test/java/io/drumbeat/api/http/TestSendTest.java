package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.suppression.Suppression;
import io.drumbeat.engine.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One real message by which somebody tries a campaign out, against a vendor that misbehaves where a phone asks for it. */
class TestSendTest extends HttpTest {

    private static final String PHONE = "+919812345670";
    private static final String DRAFT = Multipart.DRAFT.replace("\"main\"", "\"bulk\"");

    private Simulator vendor;

    @BeforeAll
    @Override
    void start() {
        try {
            vendor = Simulator.start("127.0.0.1", 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = new RunningServer(vendor);
    }

    @AfterAll
    @Override
    void stop() {
        super.stop();
        vendor.close();
    }

    @BeforeEach
    void forget() {
        vendor.reset();
        server.database
                .database()
                .jdbi()
                .useHandle(
                        handle -> handle.execute("update account set due_at = 'epoch', trouble = 0, slowed_rate = null,"
                                + " blocked_reason = null, paused_by = null"));
        server.database.database().jdbi().useHandle(handle -> handle.execute("delete from publication"));
    }

    private String campaign(String spec) {
        return created(server.post(Role.MARKETER, Multipart.campaign(spec)));
    }

    private HttpResponse<String> test(String campaign, String body) {
        return server.post(Role.MARKETER, campaign + "/test-send", body);
    }

    private HttpResponse<String> test(String campaign) {
        return test(campaign, to(PHONE));
    }

    private static String to(String phone) {
        return "{\"phone\": \"" + phone + "\", \"columns\": {\"name\": \"Asha\"}}";
    }

    private static JsonNode done(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    private static String detail(HttpResponse<String> response) {
        assertProblem(response, 409);
        return json(response).path("detail").asText();
    }

    private List<String> log(String campaign) {
        return json(server.get(Role.VIEWER, campaign + "/log")).path("items").findValuesAsText("detail").stream()
                .filter(detail -> detail.contains(" to …"))
                .toList();
    }

    private void due(String sender, String in) {
        server.database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "update account set due_at = clock_now() + cast(? as interval)"
                                + " where account_key = (select account_key from sender where sender_id = ?)",
                        in,
                        sender));
    }

    @Test
    void shouldSendOneMessageAndUploadItsMediaOnce() {
        String draft = campaign(DRAFT);

        JsonNode first = done(test(draft, "{\"phone\": 919812345670, \"columns\": {\"N_a-me\": \" Asha \"}}"));
        assertThat(first.path("status").textValue()).isEqualTo("sent");
        assertThat(first.path("sender").textValue()).isEqualTo("bulk");
        assertThat(first.path("messageId").textValue()).isNotBlank();
        assertThat(first.path("errorCode").isNull()).isTrue();
        assertThat(first.path("caption").textValue()).isEqualTo("Hello Asha");
        done(test(draft));

        assertThat(vendor.received(PHONE)).isEqualTo(2);
        assertThat(vendor.uploads("cloud/number-of-bulk")).isEqualTo(1);
        assertThat(log(draft)).containsExactly("bulk to …5670: sent", "bulk to …5670: sent");
        assertThat(server.get(Role.VIEWER, draft + "/log").body())
                .contains("a-marketer")
                .doesNotContain(PHONE);
        JsonNode campaign = json(server.get(Role.VIEWER, draft));
        assertThat(campaign.path("status").textValue()).isEqualTo("draft");
        assertThat(campaign.at("/progress/pending").intValue()).isEqualTo(2);
        assertThat(campaign.at("/progress/sent").intValue()).isZero();
    }

    /** It failed until a campaign had met the same. */
    @Test
    void shouldUploadAgainWhatTheVendorHasLost() {
        String draft = campaign(DRAFT);
        done(test(draft));
        vendor.reset();

        JsonNode second = done(test(draft));

        assertThat(second.path("status").textValue()).as(second.toString()).isEqualTo("sent");
        assertThat(vendor.received(PHONE)).isEqualTo(1);
        assertThat(vendor.uploads("cloud/number-of-bulk")).isEqualTo(1);
        assertThat(log(draft))
                .as("each attempt")
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("bulk to …5670: failed (131053)");
    }

    @Test
    void shouldTellWhatTheVendorSays() {
        String draft = campaign(DRAFT);

        JsonNode failed = done(test(draft, to("+919812399126")));
        assertThat(failed.path("status").textValue()).isEqualTo("failed");
        assertThat(failed.path("errorCode").textValue()).isEqualTo("131026");
        assertThat(failed.path("messageId").isNull()).isTrue();
        JsonNode unconfirmed = done(test(draft, to("+919812399012")));
        assertThat(unconfirmed.path("status").textValue()).isEqualTo("unconfirmed");

        assertThat(vendor.received("+919812399012")).isEqualTo(1);
        assertThat(log(draft)).hasSize(2).last().asString().startsWith("bulk to …9012: unconfirmed (");
    }

    @Test
    void shouldBlockTheSenderThatTheVendorRefuses() {
        String draft = campaign(DRAFT);

        assertThat(done(test(draft, to("+919812399690"))).path("errorCode").textValue())
                .isEqualTo("190");
        assertThat(detail(test(draft))).startsWith("Nothing was sent. bulk: ").contains("190");
        assertThat(server.signalled).contains(new SenderId("bulk"));
    }

    @Test
    void shouldRefuseAllThatIsWrongByItsName() {
        String draft = campaign(DRAFT);

        assertThat(fields(test(draft, "{\"phone\": \"12\", \"columns\": {\"nmae\": \"Asha\"}}")))
                .containsExactly("phone", "columns.nmae", "columns.name");
        assertThat(fields(test(draft, "{\"columns\": {\"name\": {}}, \"to\": 1}")))
                .containsExactly("phone", "columns.name", "to");
        assertThat(fields(test(
                        draft,
                        "{\"phone\": \"" + PHONE
                                + "\", \"columns\": {\"phone\": \"1\", \"name\": \"A\", \"Name\": \"B\"}}")))
                .containsExactly("columns.phone", "columns.Name");
        assertThat(fields(test(draft, to(PHONE).replace("Asha", "A".repeat(1100)))))
                .containsExactly("columns");
        assertProblem(server.post(Role.MARKETER, CAMPAIGNS + "/" + new UUID(1, 2) + "/test-send", to(PHONE)), 404);
        assertProblem(server.post(Role.VIEWER, draft + "/test-send", to(PHONE)), 403);
        assertThat(vendor.sends()).isEmpty();
        assertThat(log(draft)).isEmpty();
    }

    @Test
    void shouldFillWhatIsLeftOutByItsFallback() {
        String draft = campaign(DRAFT.replace("{{name}}", "{{name|friend}}, {{phone}}"));

        assertThat(done(test(draft, "{\"phone\": \"" + PHONE + "\"}"))
                        .path("caption")
                        .textValue())
                .isEqualTo("Hello friend, " + PHONE);
    }

    @Test
    void shouldNotWriteToWhoIsSuppressed() {
        String draft = campaign(DRAFT);
        server.stores.suppressions().add(List.of(new Suppression.Request("+919812345679", "complained")), "ops");

        assertThat(fields(test(draft, to("+919812345679")))).containsExactly("phone");
        assertThat(vendor.sends()).isEmpty();
    }

    @Test
    void shouldWaitForASlotThatComesSoonAndSayWhenOneDoesNot() {
        String draft = campaign(Multipart.DRAFT);
        due("main", "700 ms");
        done(test(draft));

        due("main", "1 hour");
        HttpResponse<String> later = test(draft);
        assertThat(detail(later)).startsWith("Nothing was sent. main: ").contains("It may go in 3600 seconds.");
        assertThat(later.headers().firstValue("Retry-After")).contains("3600");
        assertThat(server.rows("account where held_by is not null")).isZero();
        assertThat(vendor.received(PHONE)).isEqualTo(1);
    }

    @Test
    void shouldGoByTheFirstSenderThatCanSend() {
        String draft = campaign(Multipart.DRAFT.replace("[\"main\"]", "[\"main\", \"bulk\"]"));
        server.stores.senders().pause(new SenderId("main"), "op");
        assertThat(done(test(draft)).path("sender").textValue()).isEqualTo("bulk");

        server.stores.senders().pause(new SenderId("bulk"), "op");
        assertThat(detail(test(draft)))
                .isEqualTo("Nothing was sent. main: The sender was paused by op. bulk: The sender was paused by op.");
    }

    @Test
    void shouldTryAPausedCampaignOutAndNoneThatHasEnded() {
        String campaign = campaign(DRAFT.replace("\"start\": false, ", ""));
        server.post(Role.MARKETER, campaign + "/pause", "{}");
        done(test(campaign));

        server.post(Role.OPERATOR, campaign + "/cancel", "{}");
        assertThat(detail(test(campaign))).contains("cancelled");
        assertThat(vendor.received(PHONE)).isEqualTo(1);
    }
}
