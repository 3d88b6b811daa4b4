package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.posting.PreflightStore;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Estimate;
import io.drumbeat.campaigns.pacing.Forecast;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.Rest;
import io.drumbeat.campaigns.pacing.Share;
import io.drumbeat.campaigns.pacing.ZonedRecipients;
import io.drumbeat.campaigns.phone.TimeZones;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A campaign's estimate before it is there, against what it then takes: dispatched in earnest, by a clock that is set. */
class EstimateHoldsTest {

    private static final Percentage FIVE_PERCENT = Percentage.withPercentage(5);
    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Pacing THREE_TO_FIVE = new Pacing.Delay(Duration.ofSeconds(3), Duration.ofSeconds(5));

    @AutoClose
    private final Installation installation = new Installation();

    private final PreflightStore preflight = new PreflightStore(installation.database.database());
    private Duration passed = Duration.ZERO;

    @BeforeEach
    void stopTheClock() {
        installation.database.freezeClock(passed);
    }

    private Estimate estimate(long recipients, @Nullable Pacing own, String... senders) {
        List<SenderId> ids = Stream.of(senders).map(SenderId::new).toList();
        PreflightStore.Outlook outlook = preflight.outlook(ids, own);
        List<Share> shares = ids.stream()
                .map(id -> Objects.requireNonNull(outlook.shares().get(id)))
                .toList();
        return Estimate.of(
                new Forecast(outlook.now(), outlook.now(), shares),
                outlook.now(),
                shares.size(),
                ZonedRecipients.of(recipients, null),
                ZoneOffset.UTC);
    }

    /** Lets {@code lanes} send until {@code campaign} has nothing left; when its last send began, from now on. */
    private Duration taken(CampaignId campaign, LaneId... lanes) {
        Duration start = passed;
        Duration last = passed;
        List<LaneId> going = new ArrayList<>(List.of(lanes));
        while (going.stream().anyMatch(lane -> lane.campaign().equals(campaign))) {
            Optional<Duration> wait = Optional.empty();
            boolean sent = false;
            for (LaneId lane : List.copyOf(going)) {
                Turn turn = installation.begin(lane);
                if (turn instanceof Turn.Taken begun) {
                    installation.finish(Installation.only(begun), SENT);
                    last = lane.campaign().equals(campaign) ? passed : last;
                    sent = true;
                } else if (turn instanceof Turn.Exhausted) {
                    going.remove(lane);
                } else {
                    Duration delay = delay(turn);
                    wait = wait.filter(least -> least.compareTo(delay) < 0).or(() -> Optional.of(delay));
                }
            }
            if (!sent) {
                passed = passed.plus(wait.orElse(Duration.ZERO)).plusMillis(1);
                installation.database.freezeClock(passed);
            }
        }
        return last.minus(start);
    }

    private static Duration delay(Turn turn) {
        if (turn instanceof Turn.NotYet notYet) {
            return notYet.delay();
        }
        Duration delay = turn instanceof Turn.Gated gated ? gated.delay() : ((Turn.Idle) turn).delay();
        return delay == null ? Duration.ofHours(1) : delay;
    }

    private static Duration told(Estimate estimate) {
        return Duration.between(estimate.begin(), Objects.requireNonNull(estimate.end()));
    }

    private void assertHolds(Estimate estimate, Duration taken) {
        assertThat((double) told(estimate).toMillis()).isCloseTo((double) taken.toMillis(), FIVE_PERCENT);
    }

    @Test
    void shouldHoldWhereSendersShareACampaign() {
        installation.sender("a", THREE_TO_FIVE, null);
        installation.sender("b", new Pacing.Delay(Duration.ofSeconds(10), Duration.ofSeconds(12)), null);
        Estimate estimate = estimate(120, null, "a", "b");
        CampaignId id = installation.campaign(120, "a", "b");

        Duration taken = taken(id, installation.lane(id, "a"), installation.lane(id, "b"));

        assertHolds(estimate, taken);
        for (int i = 0; i < 2; i++) {
            long sent = installation.count(
                    "select sent from lane where campaign_id = ? and sender_id = ?",
                    id.value(),
                    List.of("a", "b").get(i));
            assertThat(estimate.byShare().get(i).sends()).isCloseTo(sent, FIVE_PERCENT);
        }
        assertThat(estimate.byDay().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(120);
    }

    /** It was taken to have half of the sender until its end. */
    @Test
    void shouldHoldWhereAnotherCampaignEndsMeanwhile() {
        installation.sender("a", THREE_TO_FIVE, null);
        CampaignId other = installation.campaign(20, "a");
        Estimate estimate = estimate(80, null, "a");
        CampaignId id = installation.campaign(80, "a");

        Duration taken = taken(id, installation.lane(id, "a"), installation.lane(other, "a"));

        assertHolds(estimate, taken);
    }

    @Test
    void shouldHoldUnderACapThatIsUsedInPart() {
        installation.sender("a", THREE_TO_FIVE, 25);
        CampaignId before = installation.campaign(10, "a");
        taken(before, installation.lane(before, "a"));
        passed = passed.plusHours(6);
        installation.database.freezeClock(passed);
        Estimate estimate = estimate(75, null, "a");
        CampaignId id = installation.campaign(75, "a");

        Duration taken = taken(id, installation.lane(id, "a"));

        assertHolds(estimate, taken);
        assertThat(estimate.byDay()).hasSize(4);
        assertThat(estimate.byDay().values()).containsExactly(15L, 25L, 25L, 10L);
    }

    @Test
    void shouldHoldAtTheCampaignsOwnPace() {
        Pacing own = new Pacing.Delay(Duration.ofSeconds(20), Duration.ofSeconds(30));
        installation.sender("a", THREE_TO_FIVE, null);
        Estimate estimate = estimate(40, own, "a");
        CampaignId id =
                installation.campaignWith("{\"pacing\": {\"minDelay\": \"PT20S\", \"maxDelay\": \"PT30S\"}}", 40, "a");

        assertHolds(estimate, taken(id, installation.lane(id, "a")));
    }

    /** Recipients in India and New Zealand: those who are awake are sent to while the others sleep. */
    @Test
    void shouldHoldThroughTheNightsOfRecipients() {
        QuietHours quiet = new QuietHours(LocalTime.of(21, 0), LocalTime.of(9, 0), null);
        installation.sender("a", new Pacing.Delay(Duration.ofMinutes(12), Duration.ofMinutes(18)), null);
        Set<ZoneId> india = TimeZones.of("+919812345670");
        Set<ZoneId> zealand = TimeZones.of("+64211234567");
        Share share = Objects.requireNonNull(
                preflight.outlook(List.of(new SenderId("a")), null).shares().get(new SenderId("a")));
        Instant now = preflight.outlook(List.of(), null).now();
        Estimate estimate = Estimate.of(
                new Forecast(now, now, List.of(share)),
                now,
                1,
                new ZonedRecipients(Map.of(india, 50L, zealand, 70L), quiet),
                ZoneOffset.UTC);
        CampaignId id = installation.campaignWith(
                "{\"schedule\": {\"quietHours\": {\"from\": \"21:00\", \"to\": \"09:00\", \"zone\": \"recipient\"}}}",
                120,
                "a");
        for (int n = 1; n <= 120; n++) {
            installation.sendTo(id, n, n % 12 < 5 ? "+9198123456" + (10 + n % 90) : "+642112345" + (10 + n % 90));
        }

        assertHolds(estimate, taken(id, installation.lane(id, "a")));
    }

    @Test
    void shouldHoldWhereNumbersShareThePlacesOfAPortfolio() {
        Portfolio acme = new Portfolio("acme", 40);
        Pacing slow = new Pacing.Delay(Duration.ofMinutes(4), Duration.ofMinutes(6));
        installation.ofPortfolio("a", slow, null, acme);
        installation.ofPortfolio("b", slow, null, acme);
        CampaignId before = installation.campaign(15, "a");
        for (int n = 1; n <= 15; n++) {
            installation.sendTo(before, n, "+49151999900" + (10 + n));
        }
        taken(before, installation.lane(before, "a"));
        passed = passed.plusHours(6);
        installation.database.freezeClock(passed);
        Estimate estimate = estimate(150, null, "a", "b");
        CampaignId id = installation.campaign(150, "a", "b");

        Duration taken = taken(id, installation.lane(id, "a"), installation.lane(id, "b"));

        assertHolds(estimate, taken);
        assertThat(told(estimate)).isBetween(Duration.ofDays(3), Duration.ofDays(4));
    }

    @Test
    void shouldHoldWhereTheSenderRests() {
        installation.sender(
                "a",
                new Pacing.Delay(Duration.ofSeconds(3), Duration.ofSeconds(5), new Rest(10, Duration.ofMinutes(2))),
                null);
        Estimate estimate = estimate(51, null, "a");
        CampaignId id = installation.campaign(51, "a");

        assertHolds(estimate, taken(id, installation.lane(id, "a")));
        assertThat(told(estimate)).isBetween(Duration.ofMinutes(12), Duration.ofMinutes(14));
    }
}
