package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.RecipientFilter;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.suppression.Consent;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.campaigns.suppression.Suppression;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the suppression list does to a campaign under way. */
class SuppressedTest {

    private static final Outcome SENT = new Outcome.Accepted("wamid");

    @AutoClose
    private final Installation installation = new Installation();

    private final SuppressionStore suppressions = SuppressionStore.on(installation.database.database());

    private void heard(String phone, Consent consent) {
        suppressions.heard(new AccountKey("a"), Speaker.at(phone), consent, Instant.now(), "reply to a");
    }

    @Test
    void shouldSkipWithTheReasonWhoIsSuppressedWhileTheCampaignIsUnderWay() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");
        LaneId lane = installation.lane(campaign, "a");
        List<String> phones = installation.phones(campaign);
        Dispatch underWay = installation.taken(lane);

        phones.subList(0, 2).forEach(phone -> heard(phone, Consent.WITHDRAWN));
        suppressions.add(List.of(new Suppression.Request(phones.get(2), "complained")), "api ops");
        installation.finish(underWay, SENT);
        installation.send(lane, SENT);

        assertThat(installation.begin(lane)).isEqualTo(new Turn.Exhausted());
        assertThat(installation.settled(campaign, "sent")).isEqualTo(2);
        assertThat(CampaignStore.on(installation.database.database())
                        .recipients(campaign, RecipientFilter.with(Recipient.Status.SKIPPED), null, 10)
                        .items())
                .extracting(Recipient::phone, Recipient::errorCode, Recipient::errorMessage)
                .containsExactly(
                        tuple(
                                phones.get(1),
                                "suppressed",
                                "The phone is on the suppression list: opted out (reply to a)."),
                        tuple(
                                phones.get(2),
                                "suppressed",
                                "The phone is on the suppression list: complained (api ops)."));
    }

    @Test
    void shouldSkipARowThatWaitsForAnotherGoWhenItIsSuppressedMeanwhile() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(1, "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.send(lane, new Outcome.GivenBack("the worker stopped"));

        heard(installation.phones(campaign).get(0), Consent.WITHDRAWN);

        assertThat(installation.begin(lane)).isEqualTo(new Turn.Exhausted());
        assertThat(installation.settled(campaign, "skipped")).isEqualTo(1);
    }

    @Test
    void shouldPutOnTheListWhomAVendorRefusesForAnOptOutUntilTheySayStart() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(1, "a");
        String phone = installation.phones(campaign).get(0);

        installation.send(installation.lane(campaign, "a"), new Outcome.Rejected("131050", "opted out", true));
        assertThat(suppressions.find(phone)).hasValueSatisfying(found -> {
            assertThat(found.reason()).contains("131050");
            assertThat(found.source()).isEqualTo("sender a");
        });

        heard(phone, Consent.GIVEN);
        assertThat(suppressions.find(phone)).isEmpty();
    }

    /** Each begin hashed the phones of its whole group for the sake of nobody. */
    @Test
    void shouldHashPhonesOnlyWhereSomebodyOnTheListIsHashed() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.campaign(3, "a");
        heard("+4915100000001", Consent.WITHDRAWN);

        assertThat(readsOfTheKey()).allMatch(line -> line.contains("never executed"));

        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("update suppression set phone = '#' || phone"));
        assertThat(readsOfTheKey()).noneMatch(line -> line.contains("never executed"));
    }

    private List<String> readsOfTheKey() {
        return installation
                .database
                .database()
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "explain (analyze) select %s from recipient r".formatted(Candidate.COLUMNS))
                        .mapTo(String.class)
                        .filter(line -> line.contains("hash_key"))
                        .list());
    }

    /** The list had the one form, the STOP came from the other, and the campaign under way sent to it. */
    @ParameterizedTest
    @CsvSource({
        "+551187654321, +5511987654321",
        "+5511987654321, +551187654321",
        "+22507080910, +2250707080910",
        "+2250707080910, +22507080910"
    })
    void shouldSkipWhoSaidStopFromAnotherFormOfTheirNumber(String listed, String said) {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(2, "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.sendTo(campaign, 1, listed);
        installation.sendTo(campaign, 2, listed);
        installation.send(lane, new Outcome.GivenBack("the worker stopped"));

        heard(said, Consent.WITHDRAWN);

        assertThat(installation.begin(lane)).isEqualTo(new Turn.Exhausted());
        assertThat(installation.settled(campaign, "skipped")).isEqualTo(2);
        assertThat(suppressions.remove(List.of(listed)).removed()).isEqualTo(1);
    }
}
