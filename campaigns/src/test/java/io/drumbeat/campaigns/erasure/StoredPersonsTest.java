package io.drumbeat.campaigns.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.RecipientFilter;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.suppression.Consent;
import io.drumbeat.campaigns.suppression.ConsentResult;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.campaigns.suppression.Suppression;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is stored of one person, told and erased. */
class StoredPersonsTest {

    private static final String SPEC = """
            {"name": "test", "senders": ["a"], "media": {"type": "image", "url": "https://example.org/a.png"}%s}""";
    private static final Outcome SENT = new Outcome.Accepted("m");

    /** In the form of a list, and of a callback. */
    private static final String PHONE = "+5511987654321";

    private static final String OTHER_FORM = "+551187654321";

    private static final AccountKey ACCOUNT = new AccountKey("cloud|vendor:443|a");

    @AutoClose
    private final Installation installation = Installation.with("a");

    private final Database database = installation.database.database();
    private final CampaignStore campaigns = CampaignStore.on(database);
    private final SuppressionStore suppressions = SuppressionStore.on(database);
    private final StoredPersons persons = new StoredPersons(database);

    /** The first of whose recipients is the person. */
    private CampaignId campaign(String more, int recipients, String form) {
        CampaignId campaign = installation.campaignWith(SPEC.formatted(more), recipients, "a");
        installation.sendTo(campaign, 1, form);
        return campaign;
    }

    private CampaignId completed(String form) {
        CampaignId campaign = campaign("", 1, form);
        installation.send(lane(campaign), SENT);
        assertThat(installation.control.complete(campaign)).isTrue();
        return campaign;
    }

    private LaneId lane(CampaignId campaign) {
        return installation.lane(campaign, "a");
    }

    private void sql(String sql, Object... arguments) {
        database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    private ConsentResult heard(Consent consent, Instant at) {
        return suppressions.heard(ACCOUNT, Speaker.at(OTHER_FORM), consent, at, "reply to a");
    }

    @Test
    void shouldTellWhatIsStoredInWhateverFormOfTheNumber() {
        CampaignId first = completed(PHONE);
        CampaignId second = campaign("", 2, OTHER_FORM);
        installation.campaign(3, "a");
        heard(Consent.WITHDRAWN, Instant.now());

        for (String form : List.of(PHONE, OTHER_FORM)) {
            StoredPerson person = persons.find(form);
            assertThat(person.phone()).isEqualTo(PHONE);
            assertThat(person.recipients()).extracting("campaign").containsExactly(second, first);
            assertThat(person.recipients())
                    .extracting(one -> one.recipient().status())
                    .containsExactly(Recipient.Status.PENDING, Recipient.Status.SENT);
            assertThat(person.suppression()).map(Suppression::phone).contains(PHONE);
            assertThat(person.lastWord()).map(StoredPerson.LastWord::wanted).contains(false);
        }
        assertThat(persons.find("+4930123456").recipients()).isEmpty();
    }

    @Test
    void shouldFindThemByAnIndex() {
        campaign("", 20_000, PHONE);
        sql("vacuum analyze recipient");
        List<String> plan = database.jdbi().withHandle(handle -> {
            handle.execute("set enable_seqscan = off"); // the table is small
            return handle.select("""
                            explain select n from recipient r
                            where hashtextextended(coalesce(r.person, r.phone), 0) = hashtextextended('+55', 0)
                              and coalesce(r.person, r.phone) = '+55'""").mapTo(String.class).list();
        });
        assertThat(plan).anyMatch(line -> line.contains("recipient_person"));
    }

    @Test
    void shouldLeaveNothingOfThePersonAndAllOfTheOthers() {
        CampaignId campaign = campaign("", 2, OTHER_FORM);
        installation.send(lane(campaign), SENT);
        installation.send(lane(campaign), SENT);
        assertThat(installation.control.complete(campaign)).isTrue();
        sql("insert into reject values (?, 9, 'duplicate', 'twice', '{Asha,(55) 11 8765-4321}')", campaign.value());
        sql("insert into reject values (?, 10, 'phone_invalid', 'no', '{Bela,12}')", campaign.value());
        sql("insert into recipients_file values (?, 0, '\\x00')", campaign.value());
        sql("insert into user_person (user_id, person) values ('u1', ?)", PHONE);
        heard(Consent.WITHDRAWN, Instant.now());
        Campaign before = campaigns.find(campaign).orElseThrow();

        assertThat(persons.erase(PHONE)).isEqualTo(new StoredPersons.Erased(1, true));
        assertThat(persons.erase(PHONE)).as("again").isEqualTo(new StoredPersons.Erased(0, true));

        assertThat(Everywhere.tablesWith(database, "87654321")).isEmpty();
        assertThat(Everywhere.tablesWith(database, "8765-4321")).isEmpty();
        assertThat(installation.count("select count(*) from recipients_file")).isZero();
        assertThat(campaigns.find(campaign)).contains(before);
        assertThat(campaigns.recipients(campaign, RecipientFilter.ALL, null, 10).items())
                .hasSize(1);
        assertThat(installation.count("select count(*) from reject")).isEqualTo(1);
        StoredPerson left = persons.find(PHONE);
        assertThat(left.recipients()).isEmpty();
        assertThat(left.lastWord()).isEmpty();
        assertThat(left.suppression()).map(Suppression::hashed).contains(true);
    }

    @Test
    void shouldStillNotSendToWhomItSuppressed() {
        heard(Consent.WITHDRAWN, Instant.now());
        persons.erase(PHONE);

        CampaignId campaign = campaign("", 2, OTHER_FORM);
        assertThat(installation.taken(lane(campaign)).phone()).isNotEqualTo(OTHER_FORM);

        assertThat(installation.one("select error_code from recipient where n = 1", String.class))
                .isEqualTo("suppressed");
    }

    @Test
    void shouldKeepTheListAsItWasOtherwise() {
        suppressions.add(List.of(new Suppression.Request(PHONE, "asked by mail")), "api ann");
        persons.erase(PHONE);

        assertThat(suppressions.add(List.of(new Suppression.Request(OTHER_FORM, "again")), "api bob"))
                .as("one that is there")
                .isZero();
        assertThat(suppressions.list(null, 10).items())
                .singleElement()
                .satisfies(entry -> assertThat(entry.phone()).startsWith("#").doesNotContain("87654321"))
                .satisfies(entry -> assertThat(entry.reason()).isEqualTo("asked by mail"));
        assertThat(suppressions.remove(List.of(OTHER_FORM)).removed()).isEqualTo(1);
        assertThat(suppressions.find(PHONE)).isEmpty();
    }

    /** Callbacks come again: one from before must not undo what holds. */
    @Test
    void shouldTakeThemOffByANewWordOnly() {
        heard(Consent.WITHDRAWN, Instant.now().minusSeconds(60));
        persons.erase(PHONE);

        heard(Consent.GIVEN, Instant.now().minusSeconds(120));
        assertThat(suppressions.find(PHONE)).isPresent();

        installation.database.shiftClock(Duration.ofMinutes(1));
        heard(Consent.GIVEN, Instant.now().plusSeconds(30));
        assertThat(suppressions.find(PHONE)).isEmpty();
    }

    @Test
    void shouldStillKeepNotWithin() {
        completed(PHONE);
        persons.erase(PHONE);

        CampaignId next = campaign(", \"notWithin\": \"P7D\"", 2, OTHER_FORM);
        assertThat(installation.taken(lane(next)).phone()).isNotEqualTo(OTHER_FORM);
    }

    @Test
    void shouldEraseNothingWhileACampaignNeedsThem() {
        CampaignId ended = completed(PHONE);
        CampaignId running = campaign("", 2, PHONE);

        for (int look = 0; look < 2; look++) {
            assertThat(persons.erase(PHONE))
                    .isInstanceOfSatisfying(
                            StoredPersons.Needed.class,
                            needed -> assertThat(needed.campaigns())
                                    .extracting("campaign")
                                    .containsExactly(running));
            assertThat(campaigns
                            .recipients(ended, RecipientFilter.ALL, null, 10)
                            .items())
                    .hasSize(1);
            if (look == 0) {
                installation.taken(lane(running));
                sql("update journal set begun_at = begun_at - interval '1 minute'");
                installation.control.apply(running, Command.CANCEL, "anna", null, null); // its send is on
            }
        }
    }

    @Test
    void shouldEraseWhomARunningCampaignHasSentToOrLeavesOut() {
        CampaignId running = campaign("", 3, PHONE);
        installation.control.exclude(running, List.of(PHONE), "anna");

        assertThat(persons.erase(PHONE)).isEqualTo(new StoredPersons.Erased(1, false));

        Dispatch next = installation.taken(lane(running));
        installation.finish(next, SENT);
        installation.send(lane(running), SENT);
        assertThat(installation.control.complete(running)).isTrue();
        assertThat(campaigns.find(running).orElseThrow().progress()).satisfies(progress -> {
            assertThat(progress.sent()).isEqualTo(2);
            assertThat(progress.skipped()).isEqualTo(1);
            assertThat(progress.pending()).isZero();
        });
    }

    /** What a failed campaign has left is sent by a retry: its figures must add up without the person. */
    @Test
    void shouldCountWhomAFailedCampaignHadLeftAsSkipped() {
        CampaignId failed = campaign("", 2, PHONE);
        installation.control.fail(failed, "its media is gone");

        assertThat(persons.erase(PHONE)).isEqualTo(new StoredPersons.Erased(1, false));
        installation.retry(failed);
        installation.send(lane(failed), SENT);

        assertThat(installation.control.complete(failed)).isTrue();
        assertThat(campaigns.find(failed).orElseThrow().progress()).satisfies(progress -> {
            assertThat(progress.sent()).isEqualTo(1);
            assertThat(progress.skipped()).isEqualTo(1);
            assertThat(progress.pending()).isZero();
        });
    }
}
