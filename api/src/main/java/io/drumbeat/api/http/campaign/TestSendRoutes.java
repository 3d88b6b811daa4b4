package io.drumbeat.api.http.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Access;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.SingleRecipient;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Fate;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.engine.activity.TestAnswer;
import io.drumbeat.engine.activity.TestSends;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One real message by which somebody tries a campaign out. */
final class TestSendRoutes implements Routes {

    private static final String PHONE = "phone";
    private static final String COLUMNS = "columns";

    private final CampaignStore campaigns;
    private final TestSends tests;

    TestSendRoutes(HttpPorts ports) {
        this.campaigns = ports.stores().campaigns();
        this.tests = ports.tests();
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.post(Role.MARKETER, "/campaigns/{id}/test-send", this::send));
    }

    private void send(Context ctx) throws IOException, InterruptedException {
        CampaignId id = PageRequest.campaignId(ctx);
        JsonFields body = Json.fields(ctx);
        body.require(PHONE);
        String phone = body.scalar(PHONE);
        Map<String, String> columns = columns(body);
        Json.check(body);
        CampaignStore.Content content = campaigns.content(id).orElseThrow(() -> Problem.unknown("campaign"));
        if (content.media() == null && content.spec().media().url() == null) {
            throw Problem.of(HttpStatus.CONFLICT, "Nothing was sent: it has no media yet.");
        }
        SingleRecipient recipient = recipient(id, content, String.valueOf(phone), columns);
        TestAnswer answer = tests.send(new TestSends.Wanted(
                id,
                content.spec().senders(),
                recipient.phone(),
                recipient.variables(),
                Access.caller(ctx).name()));
        Json.answer(ctx, json(done(answer), caption(content.spec(), recipient)));
    }

    private static Map<String, String> columns(JsonFields body) {
        JsonFields object = body.objectOrEmpty(COLUMNS);
        Map<String, String> columns = new LinkedHashMap<>();
        object.json().fieldNames().forEachRemaining(name -> {
            String value = object.scalar(name);
            if (value != null) {
                columns.put(name, value);
            }
        });
        return columns;
    }

    private SingleRecipient recipient(
            CampaignId id, CampaignStore.Content content, String phone, Map<String, String> columns) {
        try {
            return SingleRecipient.of(
                    content.spec().audience().passing(content.passedColumns()),
                    campaigns.rejectHeader(id),
                    phone,
                    columns);
        } catch (InvalidAudienceException e) {
            throw Problem.invalid(e.faults());
        }
    }

    private static TestAnswer.Done done(TestAnswer answer) {
        if (answer instanceof TestAnswer.Done done) {
            return done;
        }
        if (answer instanceof TestAnswer.Suppressed suppressed) {
            throw Problem.invalid(PHONE, "is on the suppression list: " + suppressed.reason());
        }
        if (answer instanceof TestAnswer.Ended ended) {
            throw ended(ended.status());
        }
        throw notNow((TestAnswer.NotNow) answer);
    }

    private static Problem ended(CampaignStatus status) {
        return Problem.of(
                HttpStatus.CONFLICT,
                "A campaign that is " + status.text() + " sends nothing any more: duplicate it, and test that.");
    }

    private static Problem notNow(TestAnswer.NotNow answer) {
        Duration delay = answer.delay();
        if (delay == null) {
            return Problem.of(HttpStatus.CONFLICT, "Nothing was sent. " + answer.reason());
        }
        long seconds = Math.max(1, delay.plusMillis(999).toSeconds());
        return Problem.of(
                        HttpStatus.CONFLICT,
                        "Nothing was sent. %s It may go in %d seconds.".formatted(answer.reason(), seconds))
                .with(Header.RETRY_AFTER, Long.toString(seconds));
    }

    private static @Nullable String caption(CampaignSpec spec, SingleRecipient recipient) {
        return spec.media().caption() == null ? null : recipient.texts().get(0);
    }

    private static ObjectNode json(TestAnswer.Done done, @Nullable String caption) {
        Outcome outcome = done.outcome();
        String status = outcome instanceof Outcome.Accepted
                ? "sent"
                : outcome.kind().fate() == Fate.UNCONFIRMED ? "unconfirmed" : "failed";
        return Json.object()
                .put("status", status)
                .put("sender", done.sender().value())
                .put("messageId", outcome instanceof Outcome.Accepted accepted ? accepted.messageId() : null)
                .put("errorCode", outcome instanceof Failure failure ? failure.code() : null)
                .put("errorMessage", outcome instanceof Failure failure ? failure.message() : null)
                .put("caption", caption);
    }
}
