package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Campaigns with a time at which they are to start: what becomes of them before it and at it. */
class ScheduledCampaignTest extends HttpTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final OffsetDateTime now =
            OffsetDateTime.now(ZoneOffset.ofHoursMinutes(5, 30)).truncatedTo(ChronoUnit.SECONDS);

    @AfterEach
    void setTheClock() {
        server.database.shiftClock(Duration.ZERO);
    }

    private String posted(String spec, OffsetDateTime startAt) {
        return created(server.post(Role.MARKETER, Multipart.campaign(at(spec, startAt))));
    }

    private static String at(String spec, OffsetDateTime startAt) {
        return spec.replaceFirst("\\{", "{\"schedule\": {\"startAt\": \"" + startAt + "\"}, ");
    }

    private String status(String path) {
        return status(server.get(Role.VIEWER, path));
    }

    private HttpResponse<String> command(String path, String command) {
        return server.post(Role.OPERATOR, path + "/" + command, "");
    }

    private String log(String path) {
        return String.join(
                ", ",
                StreamSupport.stream(
                                json(server.get(Role.VIEWER, path + "/log"))
                                        .path("items")
                                        .spliterator(),
                                false)
                        .map(line -> line.path("event").textValue() + " by "
                                + line.path("actor").textValue())
                        .toList());
    }

    private void startWhenDue(String path) {
        String id = path.substring(path.lastIndexOf('/') + 1);
        server.stores.control().startWhenDue(CampaignId.parse(id).orElseThrow());
    }

    @Test
    void shouldWaitForItsTimeWhenItIsPostedBefore() {
        String path = posted(Multipart.SPEC, now.plus(HOUR));

        JsonNode campaign = json(server.get(Role.VIEWER, path));
        assertThat(campaign.path("status").textValue()).isEqualTo("scheduled");
        assertThat(campaign.path("startedAt").isNull()).isTrue();
        assertThat(OffsetDateTime.parse(campaign.at("/spec/schedule/startAt").textValue()))
                .isEqualTo(now.plus(HOUR));
        assertThat(campaign.at("/lanes/0/status").textValue()).isEqualTo("waiting");
        assertThat(command(path, "start").statusCode()).isEqualTo(200);
        assertThat(status(command(path, "resume"))).isEqualTo("scheduled");
        server.database.shiftClock(HOUR.minusMinutes(5));
        startWhenDue(path);
        assertThat(status(path)).isEqualTo("scheduled");
        server.database.shiftClock(HOUR.plusSeconds(1));
        startWhenDue(path);
        assertThat(status(path)).isEqualTo("running");
        assertThat(log(path)).isEqualTo("created by a-marketer, scheduled by a-marketer, started by drumbeat");
    }

    @Test
    void shouldGoBackToScheduledOnlyWhereItsTimeIsStillToCome() {
        String early = posted(Multipart.SPEC, now.plus(HOUR));
        String late = posted(Multipart.SPEC, now.plus(HOUR));

        assertThat(status(command(early, "pause"))).isEqualTo("paused");
        assertThat(status(command(late, "pause"))).isEqualTo("paused");
        assertThat(status(command(early, "resume"))).isEqualTo("scheduled");
        server.database.shiftClock(HOUR.multipliedBy(2));
        startWhenDue(late);
        assertThat(status(late)).as("paused before its time and after it").isEqualTo("paused");
        assertThat(status(command(late, "resume"))).isEqualTo("running");
        assertThat(log(late))
                .isEqualTo(
                        "created by a-marketer, scheduled by a-marketer, paused by a-operator, resumed by a-operator");
    }

    @Test
    void shouldScheduleADraftWhenItIsStartedBeforeItsTime() {
        String early = posted(Multipart.DRAFT, now.plus(HOUR));
        String late = posted(Multipart.DRAFT, now.plus(HOUR));

        assertThat(status(early)).isEqualTo("draft");
        assertThat(status(command(early, "start"))).isEqualTo("scheduled");
        assertThat(status(command(early, "cancel"))).isEqualTo("cancelled");
        assertProblem(command(early, "resume"), 409);
        server.database.shiftClock(HOUR.plusSeconds(1));
        assertThat(status(command(late, "start"))).isEqualTo("running");
    }

    @Test
    void shouldRunAtOnceWhenItsTimeHasPassed() {
        String path = posted(Multipart.SPEC, now.minus(HOUR));

        assertThat(status(path)).isEqualTo("running");
        assertThat(log(path)).isEqualTo("created by a-marketer, started by a-marketer");
    }

    /** A command that comes between its time and whoever moves it finds it running. */
    @Test
    void shouldTakeACommandAsOneToARunningCampaignWhenItsTimeHasJustCome() {
        String path = posted(Multipart.SPEC, now.plus(HOUR));
        server.database.shiftClock(HOUR.plusSeconds(1));

        assertThat(status(command(path, "start"))).isEqualTo("running");
        assertThat(status(command(path, "pause"))).isEqualTo("paused");
        assertThat(status(command(path, "resume"))).isEqualTo("running");
    }

    @Test
    void shouldRefuseATimeWithoutAnOffset() {
        String spec = Multipart.SPEC.replaceFirst("\\{", "{\"schedule\": {\"startAt\": \"2030-12-01T09:00:00\"}, ");

        assertThat(fields(server.post(Role.MARKETER, Multipart.campaign(spec)))).containsExactly("schedule.startAt");
    }
}
