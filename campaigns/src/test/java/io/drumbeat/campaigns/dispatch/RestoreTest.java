package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.ReceiptStore;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A database that was restored from an older dump sent again to whoever had been sent to since. */
class RestoreTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Pacing FOUR_SECONDS = delay(4, 5);
    private static final Outcome SENT = new Outcome.Accepted(null);

    private static final Outcome AGAIN = new Outcome.Transient("131000", "again", Outcome.Retry.USUAL);

    /** What is begun in a minute, what a lane may have passed over in ten seconds, and one at either end. */
    private static final int IN_A_MINUTE = 60 / 4 + 1 + 2;

    @AutoClose
    private final Installation installation = new Installation();

    private static Pacing delay(int min, int max) {
        return new Pacing.Delay(Duration.ofSeconds(min), Duration.ofSeconds(max));
    }

    private Instant clock() {
        return installation.one("select clock_now()", Instant.class).truncatedTo(ChronoUnit.MICROS);
    }

    private RestoreStore.Doubted doubt(Instant since) {
        return installation.stores.restore().doubt(since);
    }

    @Test
    void shouldDoubtWhomTheLaneCanHaveSentToAndPause() {
        installation.sender("s", FOUR_SECONDS, null);
        CampaignId campaign = installation.campaign(100, "s");
        LaneId lane = installation.lane(campaign, "s");
        installation.send(lane, SENT);
        Instant since = clock();
        installation.database.shiftClock(MINUTE);

        RestoreStore.Doubted doubted = doubt(since);

        assertThat(doubted.campaigns()).isEqualTo(1);
        assertThat(doubted.unconfirmed()).isEqualTo(IN_A_MINUTE);
        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(IN_A_MINUTE);
        assertThat(installation.status(campaign)).isEqualTo("paused");
        assertThat(installation.one(
                        "select status_reason from campaign where campaign_id = ?", String.class, campaign.value()))
                .contains("restored", since.toString());
        assertThat(installation.one(
                        "select detail from campaign_log where campaign_id = ? and event = 'paused'",
                        String.class,
                        campaign.value()))
                .contains("restored");
        assertThat(installation.count("select next_n from tape"))
                .as("no lane has to pass over all of it in one begin")
                .isEqualTo(1 + IN_A_MINUTE + 1);
        resume(campaign);
        assertThat(installation.taken(lane).n()).isEqualTo(1 + IN_A_MINUTE + 1);
    }

    /** Whoever leaves the option in a start script would have lost the next minute's recipients at each start. */
    @Test
    void shouldDoNothingMoreWhenStartedAgainWithTheSameTime() {
        installation.sender("s", FOUR_SECONDS, null);
        CampaignId campaign = installation.campaign(100, "s");
        Instant since = clock();
        installation.database.shiftClock(MINUTE);
        doubt(since);
        resume(campaign);
        CampaignId later = installation.campaign(9, "s");
        installation.database.shiftClock(MINUTE.multipliedBy(9));

        assertThat(doubt(since)).isEqualTo(new RestoreStore.Doubted(0, 0));

        assertThat(installation.status(campaign)).isEqualTo("running");
        assertThat(installation.status(later)).isEqualTo("running");
        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(IN_A_MINUTE);
    }

    /** A kill between two pieces. */
    @Test
    void shouldDoTheRestWhenStartedAgainAfterAKill() {
        installation.sender("s", FOUR_SECONDS, null);
        CampaignId campaign = installation.campaign(100, "s");
        LaneId lane = installation.lane(campaign, "s");
        Instant since = clock();
        installation.database.database().jdbi().useHandle(handle -> {
            handle.execute("insert into restore values (?, clock_now())", since);
            handle.execute(
                    "insert into restored_lane values (?, ?, ?, ?, 0, 5)",
                    since,
                    campaign.value(),
                    lane.sender().value(),
                    since);
        });

        assertThat(doubt(since)).isEqualTo(new RestoreStore.Doubted(1, 5));

        assertThat(installation.status(campaign)).isEqualTo("paused");
        assertThat(doubt(since)).isEqualTo(new RestoreStore.Doubted(0, 0));
    }

    @Test
    void shouldDoubtNoMoreThanTheDailyCapLeftAndCountThemUnderIt() {
        installation.sender("s", delay(1, 1), 10);
        CampaignId campaign = installation.campaign(100, "s");
        LaneId lane = installation.lane(campaign, "s");
        installation.send(lane, SENT);
        installation.database.shiftClock(MINUTE);
        installation.send(lane, SENT);
        Instant since = clock();
        installation.database.shiftClock(MINUTE.multipliedBy(30));

        assertThat(doubt(since).unconfirmed())
                .as("eight under the cap, and what ten seconds' block held")
                .isEqualTo(10 - 2 + 10);

        resume(campaign);
        assertThat(installation.begin(lane))
                .isInstanceOfSatisfying(
                        Turn.Gated.class, gated -> assertThat(gated.reason()).contains("cap"));
    }

    @Test
    void shouldTakeThoseThatWereDueFirstAndLeaveThoseThatWereNotYet() {
        installation.sender("s", delay(30, 30), null);
        CampaignId campaign = installation.campaign(100, "s");
        Instant since = clock();
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("""
                insert into due (campaign_id, tape, n, due_at, attempts)
                values (?, 0, 50, clock_now(), 1), (?, 0, 60, clock_now() + interval '1 hour', 1)""", campaign.value(), campaign.value()));
        installation.database.shiftClock(MINUTE);

        doubt(since);

        assertThat(installation.one(
                        "select array_agg(n::int order by n) from recipient where status = 'unconfirmed'",
                        Integer[].class))
                .containsExactly(1, 2, 3, 4, 50);
        assertThat(installation.count("select n from due")).isEqualTo(60);
        assertThat(installation.count("select attempts from recipient where n = 50"))
                .isEqualTo(2);
    }

    @Test
    void shouldOnlyPauseWhatHadNotBegun() {
        installation.sender("s", FOUR_SECONDS, null);
        CampaignId later = installation.campaignWith("{\"schedule\": {\"startAt\": \"2999-01-01T00:00:00Z\"}}", 9, "s");
        CampaignId draft = installation.campaign(9, "s");
        installation.database.database().jdbi().useHandle(handle -> {
            handle.execute("update campaign set status = 'scheduled' where campaign_id = ?", later.value());
            handle.execute("update campaign set status = 'draft' where campaign_id = ?", draft.value());
        });

        assertThat(doubt(clock().minus(MINUTE))).isEqualTo(new RestoreStore.Doubted(1, 0));

        assertThat(installation.status(later)).isEqualTo("paused");
        assertThat(installation.status(draft)).isEqualTo("draft");
    }

    /** Recipients are passed over while they sleep: whose turn came in those hours says nothing of their order. */
    @Test
    void shouldDoubtAllWhoWereAwakeForAPart() {
        installation.sender("s", delay(1_800, 1_800), null);
        installation.database.freezeClock(Duration.ZERO);
        Instant now = clock();
        CampaignId campaign = installation.campaignWith(
                "{\"schedule\": {\"quietHours\": {\"from\": \"%s\", \"to\": \"%s\", \"timeZone\": \"recipient\"}}}"
                        .formatted(minute(now.minus(Duration.ofHours(1))), minute(now.minus(Duration.ofMinutes(30)))),
                9,
                "s");
        for (int n = 1; n <= 9; n++) {
            // Iceland has UTC all year; India is five and a half hours ahead.
            installation.sendTo(campaign, n, (n % 3 == 0 ? "+3546110" : "+9198765") + "1000" + n);
        }

        doubt(now.minus(Duration.ofMinutes(50)));

        assertThat(installation.one(
                        "select array_agg(n::int order by n) from recipient where status = 'unconfirmed'",
                        Integer[].class))
                .as("all in Iceland, who woke half an hour ago, and as many in India as had a turn")
                .containsExactly(1, 2, 3, 4, 6, 9);
    }

    @Test
    void shouldDoubtNobodyWhoSleptThroughout() {
        installation.sender("s", delay(60, 60), null);
        installation.database.freezeClock(Duration.ofHours(12));
        CampaignId campaign = installation.campaignWith(
                "{\"schedule\": {\"quietHours\": {\"from\": \"08:00\", \"to\": \"13:00\", \"timeZone\": \"recipient\"}}}",
                9,
                "s");
        for (int n = 1; n <= 9; n++) {
            installation.sendTo(campaign, n, (n % 3 == 0 ? "+3546110" : "+9198765") + "1000" + n);
        }

        doubt(clock().minus(MINUTE));

        assertThat(installation.one(
                        "select array_agg(n::int order by n) from recipient where status = 'unconfirmed'",
                        Integer[].class))
                .containsExactly(1, 2, 4);
    }

    private static String minute(Instant at) {
        return at.toString().substring(11, 16);
    }

    /** Two databases that did the same up to the dump: one went on, the other one is what was restored. */
    @Test
    void shouldSendToNobodyTwiceWhenLanesShareTheTapeAtDifferentPaces() {
        try (Installation restored = new Installation()) {
            Run before = new Run(installation);
            Run after = new Run(restored);
            before.until(40);
            after.until(40);
            assertThat(after.phones).isEqualTo(before.phones);
            Instant since = restored.one("select clock_now()", Instant.class);

            before.until(160);
            restored.database.freezeClock(after.elapsed(160));
            restored.stores.restore().doubt(since);
            restored.control.apply(after.campaign, Command.RESUME, "test", null, null);
            Set<String> first = new TreeSet<>(before.phones);
            List<String> again = after.goOn(160, 400);

            assertThat(again).isNotEmpty().doesNotContainAnyElementsOf(first);
        }
    }

    /** A campaign over three lanes, by a clock that stands still but for the steps of a second. */
    private static final class Run {
        private final Installation at;
        private final CampaignId campaign;
        private final List<String> senders = List.of("a", "b", "c");
        private final List<String> phones = new ArrayList<>();
        private int second;

        Run(Installation at) {
            this.at = at;
            at.database.freezeClock(Duration.ZERO);
            at.sender("a", delay(1, 2), null);
            at.sender("b", delay(3, 5), null);
            at.sender("c", delay(20, 30), null);
            campaign = at.campaign(1_000, "a", "b", "c");
        }

        Duration elapsed(int seconds) {
            return Duration.ofSeconds(seconds);
        }

        void until(int end) {
            for (; second < end; second++) {
                at.database.freezeClock(elapsed(second));
                for (String sender : senders) {
                    if (at.begin(at.lane(campaign, sender)) instanceof Turn.Taken taken) {
                        Dispatch dispatch = Installation.only(taken);
                        phones.add(dispatch.phone());
                        at.finish(dispatch, second % 7 == 0 ? AGAIN : SENT);
                    }
                }
            }
        }

        List<String> goOn(int from, int to) {
            second = from;
            int had = phones.size();
            until(to);
            return phones.subList(had, phones.size());
        }
    }

    @Test
    void shouldBeSettledByAReceiptOfWhicheverAccountOfTheCampaignSentIt() {
        installation.sender("a", FOUR_SECONDS, null);
        AccountKey b = installation.sender("b", FOUR_SECONDS, null).account();
        AccountKey stranger =
                installation.sender("stranger", FOUR_SECONDS, null).account();
        CampaignId campaign = installation.campaign(100, "a", "b");
        Instant since = clock();
        installation.database.shiftClock(MINUTE);
        doubt(since);
        ReceiptStore receipts = ReceiptStore.on(installation.database.database(), installation.reports);
        List<String> phones = installation.phones(campaign);

        receipts.store(b, List.of(delivered(phones.get(0)), delivered(phones.get(1))));
        receipts.store(stranger, List.of(delivered(phones.get(2))));
        receipts.store(b, List.of(delivered(phones.get(99))));
        receipts.apply();
        installation.database.shiftClock(MINUTE.multipliedBy(2));
        receipts.apply();

        assertThat(installation.settled(campaign, "sent")).isEqualTo(2);
        assertThat(installation.count("select count(*) from recipient where delivered_at is not null and n <= 2"))
                .isEqualTo(2);
        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(2 * IN_A_MINUTE - 2);
    }

    private Receipt delivered(String phone) {
        return new Receipt(
                "m" + phone, UUID.randomUUID(), phone, null, Receipt.Stage.DELIVERED, clock().minusSeconds(9), null);
    }

    private void resume(CampaignId campaign) {
        installation.control.apply(campaign, Command.RESUME, "test", null, null);
    }
}
