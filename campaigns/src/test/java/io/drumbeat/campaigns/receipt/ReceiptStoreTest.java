package io.drumbeat.campaigns.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.suppression.Consent;
import io.drumbeat.campaigns.suppression.ConsentResult;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TakesLong
class ReceiptStoreTest {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Outcome NOBODY_KNOWS = new Outcome.Unconfirmed("timeout", "no answer");
    private static final Outcome SENT = new Outcome.Accepted("m0");
    private static final Failure UNDELIVERABLE = new Outcome.Rejected("131026", "undeliverable", false);

    @AutoClose
    private final Installation installation = Installation.with("a");

    private final ReceiptStore receipts = ReceiptStore.on(installation.database.database(), installation.reports);
    private final SuppressionStore suppressions = SuppressionStore.on(installation.database.database());
    private Duration shifted = Duration.ZERO;

    private CampaignId campaign(int recipients) {
        return installation.campaignWith("""
                {"name": "offer", "senders": ["a"], "media": {"type": "image", "url": "https://example.com/a.png"}}""", recipients, "a");
    }

    private Dispatch sent(CampaignId campaign, Outcome outcome) {
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));
        installation.finish(dispatch, outcome);
        return dispatch;
    }

    private Receipt byId(String messageId, Stage stage, Instant at) {
        return new Receipt(messageId, null, null, null, stage, at, stage == Stage.FAILED ? UNDELIVERABLE : null);
    }

    private Receipt byKey(UUID dispatch, @Nullable String messageId, Stage stage) {
        return new Receipt(messageId, dispatch, null, null, stage, now, stage == Stage.FAILED ? UNDELIVERABLE : null);
    }

    private Receipt byPhone(String messageId, String phone, Stage stage) {
        return new Receipt(messageId, null, phone, null, stage, Instant.now(), null);
    }

    /** Stores and applies, again and again, as whoever watches the store does. */
    private void take(Dispatch dispatch, Receipt... news) {
        receipts.store(dispatch.account(), List.of(news));
        later(Duration.ZERO);
    }

    private void later(Duration passed) {
        shifted = shifted.plus(passed);
        for (int i = 0; i < 3; i++) {
            installation.database.shiftClock(shifted);
            receipts.apply();
            shifted = shifted.plusSeconds(40);
        }
    }

    private Campaign.Progress progress(CampaignId campaign) {
        return CampaignStore.on(installation.database.database())
                .find(campaign)
                .orElseThrow()
                .progress();
    }

    private String state(Dispatch dispatch) {
        return installation.one("""
                select concat_ws(' ', status, message_id, error_code, extract(epoch from delivered_at)::text,
                                 extract(epoch from read_at)::text)
                from recipient where campaign_id = ? and tape = ? and n = ?""", String.class, dispatch.lane().campaign().value(), dispatch.tape(), dispatch.n());
    }

    private long stored() {
        return installation.count("select count(*) from receipt");
    }

    private static Outcome held(String messageId) {
        return new Outcome.Accepted(messageId, null, true);
    }

    @ParameterizedTest
    @CsvSource({"SENT,5", "DELIVERED,5", "READ,5", "FAILED,4"})
    void shouldCountWhatIsHeldUntilAReceiptSaysOtherwise(Stage stage, int sent) {
        CampaignId campaign = campaign(5);
        Dispatch one = sent(campaign, held("m1"));
        sent(campaign, held("m2"));
        for (int other = 3; other <= 5; other++) {
            sent(campaign, new Outcome.Accepted("m" + other));
        }
        assertThat(progress(campaign).heard().held()).isEqualTo(2);
        assertThat(progress(campaign).sent()).isEqualTo(5);

        take(one, byId("m1", stage, now));
        take(one, byId("m1", stage, now), byId("m3", Stage.READ, now), byId("m1", Stage.SENT, now));

        assertThat(progress(campaign).heard().held()).isEqualTo(1);
        assertThat(progress(campaign).sent()).isEqualTo(sent);
    }

    /** Its finish may be late, or come twice, and its receipts first. */
    @Test
    void shouldCountWhatIsHeldOnceWhateverComesFirst() {
        CampaignId campaign = campaign(2);
        Dispatch early = installation.taken(installation.lane(campaign, "a"));
        take(early, byKey(early.id(), "m1", Stage.DELIVERED));
        installation.finish(early, held("m1"));
        installation.finish(early, held("m1"));
        later(Duration.ZERO);
        Dispatch crashed = installation.taken(installation.lane(campaign, "a"));
        installation.recovery.settleAfterCrash();
        installation.finish(crashed, held("m2"));

        assertThat(progress(campaign).heard().held()).isEqualTo(1);
        take(crashed, byId("m2", Stage.FAILED, now), byId("m2", Stage.SENT, now));
        assertThat(progress(campaign).heard().held()).isZero();
        assertThat(progress(campaign).failed()).isEqualTo(1);
    }

    @Test
    void shouldCountOnceAndKeepTheEarliestWordWhateverTheOrder() {
        List<Receipt> reported = List.of(
                byId("m", Stage.SENT, now),
                byId("m", Stage.DELIVERED, now.plusSeconds(2)),
                byId("m", Stage.DELIVERED, now.plusSeconds(9)),
                byId("m", Stage.READ, now.plusSeconds(5)),
                byId("m", Stage.READ, now.plusSeconds(1)),
                byId("m", Stage.FAILED, now.plusSeconds(3)));
        Random random = new Random(11);
        CampaignId campaign = campaign(12);
        for (int round = 1; round <= 12; round++) {
            List<Receipt> shuffled = new ArrayList<>(reported);
            Collections.shuffle(shuffled, random);
            String id = "m" + round;
            Dispatch dispatch = sent(campaign, new Outcome.Accepted(id));
            for (Receipt receipt : shuffled) {
                take(dispatch, byId(id, receipt.stage(), receipt.at()));
            }

            assertThat(state(dispatch))
                    .as("in the order %s", shuffled)
                    .startsWith("sent " + id)
                    .contains(" " + now.plusSeconds(1).getEpochSecond());
            assertThat(progress(campaign).heard().delivered()).isEqualTo(round);
            assertThat(progress(campaign).heard().read()).isEqualTo(round);
        }
        assertThat(installation.settled(campaign, "sent")).isEqualTo(12);
        assertThat(installation.settled(campaign, "failed")).isZero();
        assertThat(stored()).isZero();
    }

    @Test
    void shouldTakeReadForDeliveredWhenNothingElseSaysSo() {
        CampaignId campaign = campaign(1);
        Dispatch dispatch = sent(campaign, new Outcome.Accepted("m"));

        take(dispatch, byId("m", Stage.READ, now));

        assertThat(progress(campaign).heard().delivered()).isEqualTo(1);
        assertThat(progress(campaign).heard().read()).isEqualTo(1);
    }

    @Test
    void shouldBeSentWhenTheVendorReportsAnUnconfirmedByItsDispatchKey() {
        CampaignId campaign = campaign(1);
        Dispatch dispatch = sent(campaign, NOBODY_KNOWS);

        take(dispatch, byKey(dispatch.id(), "m", Stage.DELIVERED));

        assertThat(state(dispatch)).startsWith("sent m ");
        assertThat(progress(campaign).unconfirmed()).isZero();
        assertThat(progress(campaign).heard().delivered()).isEqualTo(1);
    }

    @Test
    void shouldBeFailedWhenTheVendorReportsThatAnUnconfirmedFailed() {
        CampaignId campaign = campaign(1);
        Dispatch dispatch = sent(campaign, NOBODY_KNOWS);

        take(dispatch, byKey(dispatch.id(), "m", Stage.FAILED));

        assertThat(state(dispatch)).isEqualTo("failed 131026");
        assertThat(installation.settled(campaign, "failed")).isEqualTo(1);
    }

    @Test
    void shouldFindAnUnconfirmedByItsPhoneWhereItIsTheOnlyOne() {
        CampaignId campaign = campaign(2);
        Dispatch one = sent(campaign, NOBODY_KNOWS);
        Dispatch other = sent(campaign, new Outcome.Accepted("other"));

        take(one, byPhone("m", one.phone(), Stage.DELIVERED), byPhone("n", other.phone(), Stage.DELIVERED));

        assertThat(state(one)).startsWith("sent m ");
        assertThat(state(other)).as("its id is known, and another").isEqualTo("sent other");
    }

    @Test
    void shouldGuessNothingWhenTwoUnconfirmedHaveThePhone() {
        Dispatch one = sent(campaign(1), NOBODY_KNOWS);
        Dispatch other = sent(campaign(1), NOBODY_KNOWS);
        assertThat(other.phone()).isEqualTo(one.phone());

        take(one, byPhone("m", one.phone(), Stage.DELIVERED));

        assertThat(state(one)).isEqualTo("unconfirmed timeout");
        assertThat(state(other)).isEqualTo("unconfirmed timeout");
    }

    @Test
    void shouldGuessNothingFromAReceiptThatIsOlderThanTheSend() {
        Dispatch dispatch = sent(campaign(1), NOBODY_KNOWS);

        take(
                dispatch,
                new Receipt("m", null, dispatch.phone(), null, Stage.READ, now.minus(2, ChronoUnit.HOURS), null));

        assertThat(state(dispatch)).isEqualTo("unconfirmed timeout");
    }

    @Test
    void shouldLoseNoReceiptThatOvertakesItsReply() {
        installation.database.freezeClock(Duration.ZERO);
        CampaignId campaign = campaign(3);
        List<Dispatch> inFlight = IntStream.range(0, 3)
                .mapToObj(i -> {
                    Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));
                    receipts.store(
                            dispatch.account(),
                            List.of(
                                    i == 0
                                            ? byId("m0", Stage.DELIVERED, now)
                                            : i == 1
                                                    ? byKey(dispatch.id(), null, Stage.DELIVERED)
                                                    : byPhone("m2", dispatch.phone(), Stage.DELIVERED)));
                    receipts.apply();
                    installation.finish(dispatch, new Outcome.Accepted(i == 2 ? null : "m" + i));
                    return dispatch;
                })
                .toList();
        assertThat(progress(campaign).heard().delivered()).isZero();

        later(Duration.ofSeconds(2));

        assertThat(inFlight).allSatisfy(dispatch -> assertThat(state(dispatch)).startsWith("sent"));
        assertThat(progress(campaign).heard().delivered()).isEqualTo(3);
    }

    @Test
    void shouldNotTakeAnotherMessagesReceiptForTheOneThatWasInFlight() {
        CampaignId campaign = campaign(1);
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));
        receipts.store(dispatch.account(), List.of(byPhone("somebody's chat", dispatch.phone(), Stage.READ)));
        receipts.apply();
        installation.finish(dispatch, new Outcome.Accepted("m"));

        later(Duration.ofSeconds(2));

        assertThat(state(dispatch)).isEqualTo("sent m");
    }

    @Test
    void shouldMoveSentToFailedAndSuppressWhenTheReceiptSaysSo() {
        CampaignId campaign = campaign(1);
        Dispatch dispatch = sent(campaign, new Outcome.Accepted("m"));
        installation.control.complete(campaign);

        take(
                dispatch,
                new Receipt(
                        "m", null, null, null, Stage.FAILED, now, new Outcome.Rejected("131050", "opted out", true)));

        assertThat(state(dispatch)).isEqualTo("failed m 131050");
        assertThat(installation.status(campaign)).isEqualTo("completed");
        assertThat(installation.settled(campaign, "failed")).isEqualTo(1);
        assertThat(installation.settled(campaign, "sent")).isZero();
        assertThat(installation.count("select count(*) from suppression where phone = ?", dispatch.phone()))
                .isEqualTo(1);
    }

    @Test
    void shouldPauseTheCampaignWhenReceiptsRefuseTheMessageItself() {
        CampaignId campaign = campaign(2);
        Dispatch dispatch = sent(campaign, new Outcome.Accepted("m"));

        receipts.store(
                dispatch.account(),
                List.of(new Receipt(
                        "m",
                        null,
                        null,
                        null,
                        Stage.FAILED,
                        now,
                        new Outcome.CampaignBlocked("132015", "template paused"))));
        receipts.apply();
        assertThat(installation.followed).containsExactly(campaign);

        assertThat(installation.status(campaign)).isEqualTo("paused");
    }

    @Test
    void shouldHoldAccountsApart() {
        installation.sender("b", Installation.NO_DELAY, null);
        Dispatch ofA = sent(campaign(1), new Outcome.Accepted("m"));
        Dispatch ofB = installation.taken(installation.lane(installation.campaign(1, "b"), "b"));
        installation.finish(ofB, new Outcome.Accepted("m"));

        take(ofB, byId("m", Stage.DELIVERED, now));

        assertThat(state(ofA)).isEqualTo("sent m");
        assertThat(state(ofB)).startsWith("sent m ");
    }

    /** Meta reports on all numbers of an app at one webhook. */
    @Test
    void shouldFindTheDispatchKeyWhicheverAccountReportsIt() {
        installation.sender("b", Installation.NO_DELAY, null);
        Dispatch ofB = installation.taken(installation.lane(installation.campaign(1, "b"), "b"));
        installation.finish(ofB, NOBODY_KNOWS);

        receipts.store(sent(campaign(1), SENT).account(), List.of(byKey(ofB.id(), "m", Stage.DELIVERED)));
        later(Duration.ZERO);

        assertThat(state(ofB)).startsWith("sent m ");
    }

    private Dispatch unconfirmedTo(String phone) {
        CampaignId campaign = campaign(1);
        installation.sendTo(campaign, 1, phone);
        return sent(campaign, NOBODY_KNOWS);
    }

    /** WhatsApp told of the number in the form that its person registered with, and the send stayed unconfirmed. */
    @ParameterizedTest
    @CsvSource({
        "+5511987654321, +551187654321",
        "+551187654321, +5511987654321",
        "+2250707080910, +22507080910",
        "+22507080910, +2250707080910"
    })
    void shouldFindAnUnconfirmedByAnotherFormOfItsPhone(String listed, String reported) {
        Dispatch dispatch = unconfirmedTo(listed);

        take(dispatch, byPhone("m", reported, Stage.DELIVERED));

        assertThat(state(dispatch)).startsWith("sent m ");
    }

    @Test
    void shouldFindASendInFlightByAnotherFormOfItsPhone() {
        CampaignId campaign = campaign(1);
        installation.sendTo(campaign, 1, "+5511987654321");
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));

        take(dispatch, byPhone("m", "+551187654321", Stage.DELIVERED));
        installation.finish(dispatch, new Outcome.Accepted(null));
        later(Duration.ofMinutes(1));

        assertThat(state(dispatch)).startsWith("sent");
        assertThat(progress(campaign).heard().delivered()).isEqualTo(1);
    }

    private boolean heardStop(Dispatch at, @Nullable String userId, @Nullable String answered) {
        return suppressions.heard(
                        at.account(),
                        new Speaker(null, userId, answered),
                        Consent.WITHDRAWN,
                        Instant.now(),
                        "reply to a")
                != ConsentResult.PENDING;
    }

    private boolean isSuppressed(Dispatch dispatch) {
        return suppressions.find(dispatch.phone()).isPresent();
    }

    private static Receipt of(
            String userId, @Nullable String messageId, @Nullable UUID dispatch, @Nullable String phone) {
        return new Receipt(messageId, dispatch, phone, userId, Stage.DELIVERED, Instant.now(), null);
    }

    /** A STOP with a user id in place of the phone was not heard, though a receipt had named both. */
    @Test
    void shouldHearSomebodyHiddenWhomAReceiptHasNamed() {
        CampaignId campaign = campaign(4);
        Dispatch byBoth = sent(campaign, new Outcome.Accepted("m1"));
        Dispatch byMessage = sent(campaign, new Outcome.Accepted("m2"));
        Dispatch byKey = sent(campaign, NOBODY_KNOWS);
        Dispatch byAnswer = sent(campaign, new Outcome.Accepted("m4"));
        take(
                byBoth,
                of("DE.1", "another's", null, byBoth.phone()),
                of("DE.2", "m2", null, null),
                of("DE.3", null, byKey.id(), null));

        assertThat(heardStop(byBoth, "DE.1", null)).isTrue();
        assertThat(heardStop(byMessage, "DE.2", null)).isTrue();
        assertThat(heardStop(byKey, "DE.3", null)).isTrue();
        assertThat(heardStop(byAnswer, null, "m4")).isTrue();

        assertThat(List.of(byBoth, byMessage, byKey, byAnswer)).allMatch(this::isSuppressed);
    }

    @Test
    void shouldHearSomebodyHiddenOnceAReceiptNamesThem() {
        CampaignId campaign = campaign(2);
        Dispatch byReceipt = sent(campaign, new Outcome.Accepted("m1"));
        Dispatch byAnswer = installation.taken(installation.lane(campaign, "a"));
        assertThat(heardStop(byReceipt, "DE.1", null)).isFalse();
        assertThat(heardStop(byAnswer, "DE.2", "m2"))
                .as("it overtakes the send's own answer")
                .isFalse();
        later(Duration.ofMinutes(30));
        assertThat(isSuppressed(byReceipt)).isFalse();

        take(byReceipt, of("DE.1", "m1", null, null));
        installation.finish(byAnswer, new Outcome.Accepted("m2"));
        assertThat(isSuppressed(byReceipt)).isTrue();
        later(Duration.ofHours(1));

        assertThat(isSuppressed(byAnswer)).isTrue();
        assertThat(suppressions.unmatched(1).count()).isZero();
        assertThat(heardStop(byAnswer, "DE.2", null))
                .as("its answer told the id")
                .isTrue();
    }

    /** An answer to a message of one number, told at the address of another of its vendor's, was nobody's. */
    @Test
    void shouldHearSomebodyHiddenByTheMessageOfAnotherAccountThatTheyAnswer() {
        installation.sender("b", Installation.NO_DELAY, null);
        installation.sender("c", Installation.NO_DELAY, null);
        installation.move("c", new AccountKey("cloud|other:443|c"));
        Dispatch ofA = sent(campaign(1), new Outcome.Accepted("m"));
        Dispatch ofB = sentBy("b", "+4915000000001", "of b");
        Dispatch ofC = sentBy("c", "+4915000000002", "of c");
        Dispatch twice = sentBy("b", "+4915000000003", "twice");
        sentBy("b", "+4915000000004", "twice");

        assertThat(heardStop(ofA, null, "of b")).isTrue();
        assertThat(heardStop(ofA, null, "of c")).isFalse();
        assertThat(heardStop(ofA, null, "twice")).isFalse();

        assertThat(isSuppressed(ofB)).isTrue();
        assertThat(List.of(ofA, ofC, twice)).noneMatch(this::isSuppressed);
    }

    private Dispatch sentBy(String sender, String phone, String messageId) {
        CampaignId campaign = installation.campaign(1, sender);
        installation.sendTo(campaign, 1, phone);
        Dispatch dispatch = installation.taken(installation.lane(campaign, sender));
        installation.finish(dispatch, new Outcome.Accepted(messageId));
        return dispatch;
    }

    @Test
    void shouldFindAnUnconfirmedByTheUserWhoseIdIsKnown() {
        Dispatch dispatch = unconfirmedTo("+551187654321");
        suppressions.met(List.of(new Speaker("+5511987654321", "BR.1", null)));

        take(dispatch, of("BR.1", "m", null, null));

        assertThat(state(dispatch)).startsWith("sent m ");
    }

    /** Two senders whose vendor has one address for callbacks: the second's receipts were lost. */
    @Test
    void shouldFindAMessageIdOfAnotherAccountOfTheVendor() {
        installation.sender("b", Installation.NO_DELAY, null);
        Dispatch ofA = sent(campaign(1), new Outcome.Accepted("m"));
        Dispatch ofB = installation.taken(installation.lane(installation.campaign(1, "b"), "b"));
        installation.finish(ofB, new Outcome.Accepted("n"));

        take(ofA, byId("n", Stage.DELIVERED, now));

        assertThat(state(ofB)).startsWith("sent n ");
        assertThat(state(ofA)).isEqualTo("sent m");
    }

    /** A receipt about a number that is none of ours settled the addressed number's unconfirmed send to the same phone. */
    @Test
    void shouldFindWhatIsAboutANumberOfNobodysByMessageIdAndDispatchKeyOnly() {
        CampaignId campaign = campaign(4);
        Dispatch byPhone = sent(campaign, NOBODY_KNOWS);
        Dispatch byId = sent(campaign, new Outcome.Accepted("m4"));
        Dispatch byUser = sent(campaign, NOBODY_KNOWS);
        Dispatch byKey = sent(campaign, NOBODY_KNOWS);
        suppressions.met(List.of(new Speaker(byUser.phone(), "DE.2", null)));

        receipts.store(
                byPhone.account().ofNobody(),
                List.of(
                        byPhone("m1", byPhone.phone(), Stage.DELIVERED),
                        of("DE.2", "m2", null, null),
                        byKey(byKey.id(), "m3", Stage.DELIVERED),
                        byId("m4", Stage.DELIVERED, now)));
        later(Duration.ZERO);

        assertThat(state(byPhone)).isEqualTo("unconfirmed timeout");
        assertThat(state(byUser)).isEqualTo("unconfirmed timeout");
        assertThat(state(byKey)).startsWith("sent m3 ");
        assertThat(state(byId)).startsWith("sent m4 ");
    }

    @Test
    void shouldNotTakeAMessageIdForAnotherVendorsOrForOneOfSeveral() {
        for (String id : List.of("b", "c", "d")) {
            installation.sender(id, Installation.NO_DELAY, null);
        }
        installation.move("d", new AccountKey("cloud|other:443|d"));
        Dispatch ofA = sent(campaign(1), new Outcome.Accepted("m"));
        List<Dispatch> others = IntStream.range(0, 3)
                .mapToObj(i -> {
                    String sender = List.of("b", "c", "d").get(i);
                    Dispatch dispatch = installation.taken(installation.lane(installation.campaign(1, sender), sender));
                    installation.finish(dispatch, new Outcome.Accepted(i < 2 ? "twice" : "elsewhere"));
                    return dispatch;
                })
                .toList();

        take(ofA, byId("twice", Stage.READ, now), byId("elsewhere", Stage.READ, now));

        assertThat(others).extracting(this::state).containsExactly("sent twice", "sent twice", "sent elsewhere");
    }

    /** A flood of what matches nothing is looked at ten times: it had been in front of ours each time. */
    @Test
    void shouldLookAtNewReceiptsBeforeThoseThatHaveMatchedNothing() {
        Dispatch dispatch = sent(campaign(1), SENT);
        List<Receipt> strangers = IntStream.range(0, 1_100)
                .mapToObj(i -> byId("stranger-" + i, Stage.DELIVERED, now))
                .toList();
        receipts.store(dispatch.account(), strangers);
        IntStream.range(0, 3).forEach(round -> receipts.apply());
        assertThat(installation.count("select count(*) from receipt where looks = 1"))
                .isEqualTo(1_100);
        installation.database.shiftClock(Duration.ofSeconds(10)); // all of them are due for another look

        receipts.store(dispatch.account(), List.of(byId("m0", Stage.DELIVERED, now)));
        receipts.apply();

        assertThat(installation.count("select count(*) from recipient where delivered_at is not null"))
                .isEqualTo(1);
    }

    @Test
    void shouldCountTheReceiptsThatItGivesUp() {
        Dispatch dispatch = sent(campaign(1), new Outcome.Accepted("m"));
        receipts.store(dispatch.account(), List.of(byId("not ours", Stage.READ, now), byId("m", Stage.READ, now)));

        int forgotten = 0;
        for (int look = 0; stored() > 0; look++) {
            installation.database.shiftClock(Duration.ofHours(look));
            forgotten += receipts.apply().forgotten();
        }

        assertThat(forgotten).isEqualTo(1);
    }

    @Test
    void shouldGiveUpOnAReceiptThatMatchesNothingAfterAQuarterOfAnHour() {
        CampaignId campaign = campaign(1);
        Dispatch dispatch = sent(campaign, new Outcome.Accepted("m"));
        receipts.store(dispatch.account(), List.of(byId("not ours", Stage.READ, now)));

        IntStream.range(0, 7).forEach(twoMinutes -> later(Duration.ZERO));
        assertThat(stored()).isEqualTo(1);
        IntStream.range(0, 7).forEach(twoMinutes -> later(Duration.ZERO));

        assertThat(stored()).isZero();
    }

    @Test
    void shouldKeepAReceiptThatNobodyLookedAtForHours() {
        CampaignId campaign = campaign(1);
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));
        receipts.store(dispatch.account(), List.of(byKey(dispatch.id(), "m", Stage.DELIVERED)));

        installation.database.shiftClock(Duration.ofHours(5));
        receipts.apply();
        installation.finish(dispatch, NOBODY_KNOWS);
        later(Duration.ofHours(5).plusMinutes(1));

        assertThat(state(dispatch)).startsWith("sent m ");
    }
}
