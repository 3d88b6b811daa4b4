package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.Campaign.LaneStatus;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.phone.TimeZones;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.SpecJson;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Quiet hours in virtual time: to whom what is sent when, over nights in which clocks change. */
class NightTest {

    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Pacing TEN_MINUTES = new Pacing.Delay(Duration.ofMinutes(10), Duration.ofMinutes(10));
    private static final String SPEC = """
            {"name": "offer", "senders": ["a"], "media": {"type": "image", "url": "https://example.com/a.png"},
             "schedule": {"quietHours": {"from": "21:00", "to": "09:00", "zone": "%s"}}}""";

    private static final String KOLKATA = "+9198123456%02d";
    private static final String BERLIN = "+49151123456%02d";
    private static final String NEW_YORK = "+12125551%03d";

    @AutoClose
    private final Installation installation = new Installation();

    private Instant now = Instant.EPOCH;
    private final List<Sent> sent = new ArrayList<>();

    private record Sent(String phone, Instant at) {}

    private void at(String time) {
        at(OffsetDateTime.parse(time).toInstant());
    }

    private void at(Instant time) {
        now = time;
        installation.database.freezeClock(Duration.between(Instant.parse("2026-01-01T00:00:00Z"), time));
    }

    private CampaignId campaign(String zone, List<String> phones) {
        return campaignWith(SPEC.formatted(zone), phones);
    }

    private CampaignId campaignWith(String spec, List<String> phones) {
        CampaignId id = installation.campaignWith(spec, phones.size(), "a");
        for (int n = 0; n < phones.size(); n++) {
            installation.sendTo(id, n + 1, phones.get(n));
        }
        return id;
    }

    private static List<String> phones(int each, String... patterns) {
        List<String> phones = new ArrayList<>();
        for (String pattern : patterns) {
            for (int i = 0; i < each; i++) {
                phones.add(pattern.formatted(i));
            }
        }
        return phones;
    }

    /** Begins whatever may begin, and passes the time until it may, to {@code end} or until nothing is left. */
    private Turn runUntil(LaneId lane, String end) {
        while (true) {
            Turn turn = installation.begin(lane);
            if (turn instanceof Turn.Taken taken) {
                Dispatch dispatch = Installation.only(taken);
                sent.add(new Sent(dispatch.phone(), now));
                installation.finish(dispatch, SENT);
                continue;
            }
            Duration delay = delay(turn);
            if (delay == null
                    || now.plus(delay).isAfter(OffsetDateTime.parse(end).toInstant())) {
                return turn;
            }
            at(now.plusMillis(delay.plusNanos(999_999).toMillis()));
        }
    }

    private static @Nullable Duration delay(Turn turn) {
        if (turn instanceof Turn.NotYet notYet) {
            return notYet.delay();
        }
        if (turn instanceof Turn.Idle idle) {
            return idle.delay();
        }
        return turn instanceof Turn.Gated gated ? gated.delay() : null;
    }

    private Instant firstTo(String prefix, String after) {
        return sent.stream()
                .filter(one -> one.phone().startsWith(prefix))
                .map(Sent::at)
                .filter(at -> !at.isBefore(OffsetDateTime.parse(after).toInstant()))
                .findFirst()
                .orElseThrow();
    }

    private Campaign.Lane shown(CampaignId id) {
        return CampaignStore.on(installation.database.database())
                .find(id)
                .orElseThrow()
                .lanes()
                .get(0);
    }

    private void assertThatNobodyWasWoken() {
        assertThat(sent)
                .allSatisfy(one -> assertThat(TimeZones.of(one.phone()))
                        .allSatisfy(zone -> assertThat(one.at().atZone(zone).toLocalTime())
                                .isBetween(LocalTime.of(9, 0), LocalTime.of(20, 59, 58))));
    }

    @Test
    void shouldLookAgainAtThoseWhoSleepWhenTheHoursAreChanged() {
        installation.sender("a", TEN_MINUTES, null);
        at("2026-03-28T17:00:00Z");
        CampaignId id = campaign("recipient", phones(3, KOLKATA));
        LaneId lane = installation.lane(id, "a");
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Idle.class);
        CampaignSpec before = CampaignStore.on(installation.database.database())
                .find(id)
                .orElseThrow()
                .spec();

        installation.control.change(
                id, before, SpecJson.read(SPEC.formatted("recipient").replace("21:00", "23:30")), "asha");

        assertThat(installation.begin(lane)).as("22:30 in Kolkata").isInstanceOf(Turn.Taken.class);
    }

    /** Germany puts its clocks on in this night, and a lane whose next zone sleeps sends to one that is awake. */
    @Test
    void shouldWakeNobodyOverANightWithThreeZonesAndAChangeOfClocks() {
        installation.sender("a", TEN_MINUTES, null);
        at("2026-03-28T17:00:00Z");
        List<String> phones = phones(20, KOLKATA);
        phones.addAll(phones(40, BERLIN, NEW_YORK));
        CampaignId id = campaign("recipient", phones);
        LaneId lane = installation.lane(id, "a");

        Turn night = runUntil(lane, "2026-03-29T01:30:00Z");

        assertThat(sent.get(0).phone())
                .as("Kolkata, the first in the file, sleeps")
                .startsWith("+49");
        assertThat(firstTo("+1", "2026-03-28T17:00:00Z"))
                .as("when Berlin goes to sleep, the lane goes on in New York")
                .isEqualTo("2026-03-28T20:00:00Z");
        assertThat(night).isEqualTo(new Turn.Idle(Duration.between(now, Instant.parse("2026-03-29T03:30:00Z")), true));
        assertThat(shown(id).status()).isEqualTo(LaneStatus.QUIET);
        assertThat(shown(id).waitingFor())
                .isEqualTo(new Campaign.WaitingFor(Why.QUIET, null, Instant.parse("2026-03-29T03:30:00Z")));
        assertThat(shown(id).nextSendAt()).isEqualTo("2026-03-29T03:30:00Z");

        assertThat(runUntil(lane, "2026-04-02T00:00:00Z")).isInstanceOf(Turn.Exhausted.class);

        assertThat(firstTo("+91", "2026-03-28T17:00:00Z")).isEqualTo("2026-03-29T03:30:00Z");
        assertThat(firstTo("+49", "2026-03-28T20:00:00Z"))
                .as("09:00 in Berlin is an hour earlier than the day before")
                .isBetween(Instant.parse("2026-03-29T07:00:00Z"), Instant.parse("2026-03-29T07:10:00Z"));
        assertThatNobodyWasWoken();
        assertThat(sent).hasSize(100).extracting(Sent::phone).doesNotHaveDuplicates();
        assertThat(installation.settled(id, "sent")).isEqualTo(100);
    }

    @Test
    void shouldWaitForAllZonesOfANumberThatHasSeveral() {
        installation.sender("a", TEN_MINUTES, null);
        at("2026-01-10T20:30:00Z");
        CampaignId id = campaign("recipient", List.of("+79161234567")); // from Bucharest to Kamchatka

        assertThat(runUntil(installation.lane(id, "a"), "2026-01-12T00:00:00Z")).isInstanceOf(Turn.Exhausted.class);

        assertThat(sent.get(0).at())
                .as("09:00 in Bucharest, 19:00 in Kamchatka")
                .isEqualTo("2026-01-11T07:00:00Z");
        assertThatNobodyWasWoken();
    }

    @Test
    void shouldSkipWhoseZonesAreNeverAllAwake() {
        installation.sender("a", TEN_MINUTES, null);
        at("2026-01-10T12:00:00Z");
        String longNights =
                SPEC.formatted("recipient").replace("21:00", "20:00").replace("09:00", "10:00");
        CampaignId id = campaignWith(longNights, List.of("+18005551234", BERLIN.formatted(1))); // from Guam to Bermuda

        assertThat(runUntil(installation.lane(id, "a"), "2026-01-12T00:00:00Z")).isInstanceOf(Turn.Exhausted.class);

        assertThat(installation.one(
                        "select error_code from recipient where campaign_id = ? and n = 1", String.class, id.value()))
                .isEqualTo("never_awake");
        assertThat(installation.settled(id, "skipped")).isEqualTo(1);
        assertThat(sent).hasSize(1);
    }

    @Test
    void shouldPassOverManySleepersInFewCallsAndHoldNoMoreThanItsShare() {
        installation.sender("a", TEN_MINUTES, null);
        at("2026-01-10T08:00:00Z"); // night in New York
        List<String> phones = new ArrayList<>();
        for (int n = 0; n < 2_000; n++) {
            phones.add("+1212555%04d".formatted(n));
        }
        phones.addAll(phones(50, BERLIN));
        CampaignId id = campaign("recipient", phones);
        LaneId lane = installation.lane(id, "a");
        int calls = 0;
        Turn turn;
        do {
            turn = installation.begin(lane);
            calls++;
        } while (turn instanceof Turn.NotYet);

        assertThat(Installation.only((Turn.Taken) turn).phone()).startsWith("+49");
        assertThat(calls).isLessThan(8);
        assertThat(installation.count(
                        "select block_hi - block_lo + 1 from lane where campaign_id = ? and block_lo is not null"
                                + " union all select 0 limit 1",
                        id.value()))
                .isLessThanOrEqualTo(1);
        assertThat(installation.count("select count(*) from due where asleep")).isEqualTo(2_000);
    }

    /** What is to be tried again when the night has begun is tried again in the morning. */
    @Test
    void shouldTryAgainOnlyInTheMorningWhenTheNightHasBegun() {
        installation.sender("a", Installation.NO_DELAY, null);
        at("2026-01-10T20:59:50+01:00");
        CampaignId id = campaign("recipient", List.of(BERLIN.formatted(1)));
        LaneId lane = installation.lane(id, "a");
        installation.send(lane, new Outcome.Transient("131026", "later", Outcome.Retry.USUAL));

        assertThat(runUntil(lane, "2026-01-12T00:00:00Z")).isInstanceOf(Turn.Exhausted.class);

        assertThat(sent.get(0).at()).isEqualTo("2026-01-11T08:00:00Z");
        assertThat(installation.count("select attempts from recipient where campaign_id = ?", id.value()))
                .isEqualTo(2);
    }

    @Test
    void shouldBeginNothingWhenItWouldLeaveInTheNightOfAFixedZone() {
        installation.sender("a", Installation.NO_DELAY, null);
        at("2026-01-10T20:59:57+01:00");
        CampaignId id = campaign("Europe/Berlin", phones(3, KOLKATA));
        LaneId lane = installation.lane(id, "a");

        Dispatch last = installation.taken(lane);
        at("2026-01-10T20:59:58+01:00");
        installation.finish(last, SENT);

        assertThat(installation.begin(lane)).isInstanceOfSatisfying(Turn.Gated.class, gated -> {
            assertThat(gated.why()).isEqualTo(Turn.Gated.Why.QUIET);
            assertThat(gated.delay()).isEqualTo(Duration.ofHours(12).plusSeconds(2));
        });
        assertThat(shown(id).status()).isEqualTo(LaneStatus.QUIET);
        assertThat(shown(id).waitingFor())
                .isEqualTo(new Campaign.WaitingFor(Why.QUIET, null, Instant.parse("2026-01-11T08:00:00Z")));
        assertThat(CampaignStore.on(installation.database.database())
                        .find(id)
                        .orElseThrow()
                        .progress()
                        .outlook()
                        .estimatedFinishAt())
                .as("not in the night")
                .isAfterOrEqualTo("2026-01-11T08:00:00Z");
        assertThat(installation.count("select count(*) from lane where block_lo is not null"))
                .as("another sender may have another night")
                .isZero();
        at("2026-01-11T09:00:00+01:00");
        assertThat(shown(id).status()).isEqualTo(LaneStatus.QUIET);
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Taken.class);
    }

    @Test
    void shouldKeepTheQuietHoursOfASenderInAllCampaigns() {
        ZoneId kolkata = ZoneId.of("Asia/Kolkata");
        installation.sender("a", TEN_MINUTES, null, new QuietHours(LocalTime.of(20, 0), LocalTime.of(8, 0), kolkata));
        at("2026-01-10T19:30:00+05:30");
        CampaignId id = installation.campaign(10, "a");

        assertThat(runUntil(installation.lane(id, "a"), "2026-01-12T00:00:00Z")).isInstanceOf(Turn.Exhausted.class);

        assertThat(sent).extracting(Sent::at).contains(Instant.parse("2026-01-11T02:30:00Z"));
        assertThat(sent)
                .allSatisfy(one -> assertThat(one.at().atZone(kolkata).toLocalTime())
                        .isBetween(LocalTime.of(8, 0), LocalTime.of(19, 59, 58)));
        assertThat(installation.senders.list().get(0).sender().quietHours())
                .isEqualTo(new QuietHours(LocalTime.of(20, 0), LocalTime.of(8, 0), kolkata));
    }
}
