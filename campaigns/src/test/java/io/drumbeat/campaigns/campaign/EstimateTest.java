package io.drumbeat.campaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign.Progress;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.posting.Creation;
import io.drumbeat.campaigns.campaign.posting.DraftEdit;
import io.drumbeat.campaigns.campaign.posting.NewCampaign;
import io.drumbeat.campaigns.campaign.posting.PostingStore;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.SpecJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a campaign says of its rate and its end, from what its senders and their accounts really are. */
class EstimateTest {

    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Pacing TEN_SECONDS = new Pacing.Delay(Duration.ofSeconds(10), Duration.ofSeconds(10));
    private static final String SPEC = """
            {"name": "offer", "senders": ["a", "b"],%s
             "media": {"type": "image", "url": "https://example.com/a.png"}}""";

    @TempDir
    private Path files;

    @AutoClose
    private final Installation installation = new Installation();

    private Duration passed = Duration.ZERO;

    @BeforeEach
    void stopTheClock() {
        installation.database.freezeClock(passed);
    }

    private CampaignId campaign(int recipients, String... senders) {
        return installation.campaignWith(SPEC.formatted(""), recipients, senders);
    }

    private void pass(Duration time) {
        passed = passed.plus(time);
        installation.database.freezeClock(passed);
    }

    private void at(String time) {
        passed = Duration.between(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse(time));
        installation.database.freezeClock(passed);
    }

    private Progress progress(CampaignId id) {
        return CampaignStore.on(installation.database.database())
                .find(id)
                .orElseThrow()
                .progress();
    }

    /** To the nearest ten seconds. */
    private @Nullable Duration left(CampaignId id) {
        Instant end = progress(id).outlook().estimatedFinishAt();
        if (end == null) {
            return null;
        }
        Instant now = installation.one("select clock_now()", Instant.class);
        return Duration.ofSeconds(10 * Math.round(Duration.between(now, end).toMillis() / 10_000.0));
    }

    /** "In two days" was said for a minute's work, and the rate was that of the time in which nothing ran. */
    @Test
    void shouldForgetATimeInWhichNothingRan() {
        installation.sender("a", TEN_SECONDS, null);
        CampaignId id = campaign(20, "a");
        LaneId lane = installation.lane(id, "a");
        installation.send(lane, SENT);
        pass(Duration.ofDays(2));
        for (int sent = 0; sent < 9; sent++) {
            installation.send(lane, SENT);
            pass(Duration.ofSeconds(11));
        }

        assertThat(left(id)).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(110));
        assertThat(progress(id).outlook().ratePerMinute()).isBetween(4.0, 9.0);
        pass(Duration.ofMinutes(3));
        assertThat(progress(id).outlook().ratePerMinute()).isZero();
    }

    @Test
    void shouldWaitForTheDailyCap() {
        installation.sender("a", Installation.NO_DELAY, 2);
        CampaignId id = campaign(5, "a");
        installation.send(installation.lane(id, "a"), SENT);
        installation.send(installation.lane(id, "a"), SENT);

        assertThat(Objects.requireNonNull(left(id)))
                .isBetween(
                        Duration.ofDays(2).minusMinutes(1), Duration.ofDays(2).plusMinutes(3));
    }

    @Test
    void shouldCountOnlyWhoCanSend() {
        installation.sender("a", TEN_SECONDS, null);
        installation.sender("b", TEN_SECONDS, null);
        CampaignId id = campaign(40, "a", "b");
        assertThat(left(id)).isEqualTo(Duration.ofSeconds(190));

        installation.senders.pause(new SenderId("b"), "operator");
        assertThat(left(id)).isEqualTo(Duration.ofSeconds(390));

        installation.senders.pause(new SenderId("a"), "operator");
        assertThat(left(id)).isNull();
        installation.senders.resume(new SenderId("a"), "operator");
        installation.control.apply(id, Command.PAUSE, "operator", null, null);
        assertThat(left(id)).isNull();
    }

    @Test
    void shouldLeaveOtherCampaignsTheirShare() {
        installation.sender("a", TEN_SECONDS, null);
        CampaignId id = campaign(20, "a");
        CampaignId other = campaign(500, "a");
        assertThat(left(id)).isEqualTo(Duration.ofSeconds(390));

        installation.control.apply(other, Command.PAUSE, "operator", null, null);

        assertThat(left(id)).isEqualTo(Duration.ofSeconds(190));
    }

    @Test
    void shouldKeepTheCampaignsOwnPace() {
        installation.sender("a", TEN_SECONDS, null);
        CampaignId id = installation.campaignWith(
                SPEC.formatted("\"pacing\": {\"minDelay\": \"PT30S\", \"maxDelay\": \"PT30S\"},"), 11, "a");

        assertThat(left(id)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void shouldNotEndBeforeWhatIsDueLater() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId id = campaign(5, "a");
        installation.send(
                installation.lane(id, "a"), new Outcome.Transient("131049", "not today", Outcome.Retry.DAILY));

        assertThat(left(id)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void shouldTakeAsLongAsItsSendsHaveTakenLately() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId id = campaign(31, "a");
        var slow = installation.taken(installation.lane(id, "a"));
        pass(Duration.ofSeconds(20));
        installation.finish(slow, SENT);

        assertThat(left(id)).isEqualTo(Duration.ofSeconds(580));
    }

    private static final String NIGHTS = """
            "schedule": {"quietHours": {"from": "21:00", "to": "09:00", "zone": "recipient"}},""";

    private static String numbers(int indian, int american) {
        Stream<String> rows = Stream.concat(
                IntStream.range(0, indian).mapToObj(i -> "+91981234%04d".formatted(i)),
                IntStream.range(0, american).mapToObj(i -> "+1212736%04d".formatted(i)));
        return rows.collect(Collectors.joining("\n", "phone\n", "\n"));
    }

    private CampaignId posted(String more, String file) throws IOException {
        Path recipients = Files.writeString(files.resolve("recipients.csv"), file);
        NewCampaign campaign = new NewCampaign(
                SpecJson.read(SPEC.formatted(more)), recipients, List.of(), null, "image/png", "me", null);
        Creation made = PostingStore.on(installation.database.database()).create(campaign);
        return ((Creation.Created) made).id();
    }

    /** At 21:30 in New York and 08:00 in Delhi: the estimate took both to be awake. */
    @Test
    void shouldForeseeTheNightsOfRecipients() throws IOException {
        at("2026-12-01T02:30:00Z");
        installation.sender("a", TEN_SECONDS, null);
        CampaignId id = posted(NIGHTS, numbers(20, 30));

        assertThat(progress(id).outlook().estimatedFinishAt())
                .as("nine in New York, and 30 sends")
                .isBetween(Instant.parse("2026-12-01T14:04:00Z"), Instant.parse("2026-12-01T14:06:00Z"));
        at("2026-12-01T12:30:00Z");
        assertThat(progress(id).outlook().estimatedFinishAt())
                .as("nine in New York, those in Delhi before it")
                .isBetween(Instant.parse("2026-12-01T14:04:00Z"), Instant.parse("2026-12-01T14:06:00Z"));
        at("2026-12-01T15:29:50Z");
        assertThat(progress(id).outlook().estimatedFinishAt())
                .as("those in Delhi have gone to bed")
                .isAfter("2026-12-02T03:30:00Z");
    }

    /** Those in Delhi were sent to: whoever is left sleeps, however small a part of the list they are. */
    @Test
    void shouldKnowThatWhoeverWasPassedOverSleeps() throws IOException {
        at("2026-12-01T04:30:00Z");
        installation.sender("a", TEN_SECONDS, null);
        CampaignId id = posted(NIGHTS, numbers(40, 2));
        LaneId lane = installation.lane(id, "a");
        while (installation.begin(lane) instanceof Turn.Taken taken) {
            installation.finish(Installation.only(taken), SENT);
            pass(Duration.ofSeconds(11));
        }

        assertThat(progress(id).pending()).isEqualTo(2);
        assertThat(progress(id).outlook().estimatedFinishAt())
                .isBetween(Instant.parse("2026-12-01T14:00:00Z"), Instant.parse("2026-12-01T14:01:00Z"));
    }

    /** One mobile number of Russia, which may be in eleven zones, and is skipped when its turn comes. */
    @Test
    void shouldLeaveOutWhoIsNeverAwake() throws IOException {
        at("2026-12-01T04:30:00Z");
        installation.sender("a", TEN_SECONDS, null);

        assertThat(left(posted(NIGHTS, numbers(10, 0) + "+79161234567\n"))).isNotNull();
    }

    @Test
    void shouldCountTheZonesOfADraftOnceItsScheduleWantsThem() throws IOException {
        at("2026-12-01T04:30:00Z");
        installation.sender("a", TEN_SECONDS, null);
        CampaignId id = posted("\"start\": false,", numbers(2, 1));
        String zones = "select zones::text from campaign where campaign_id = '" + id + "'";
        assertThat(installation.count("select count(*) from campaign where zones is null"))
                .isEqualTo(1);
        CampaignSpec before = SpecJson.read(SPEC.formatted("\"start\": false,"));
        CampaignSpec after = SpecJson.read(SPEC.formatted("\"start\": false," + NIGHTS));

        PostingStore.on(installation.database.database())
                .edit(id, new DraftEdit(before, after, null, List.of(), Optional.empty(), "image/png", "me"));

        assertThat(installation.one(zones, String.class)).isEqualTo("{\"Asia/Calcutta\": 2, \"America/New_York\": 1}");
    }
}
