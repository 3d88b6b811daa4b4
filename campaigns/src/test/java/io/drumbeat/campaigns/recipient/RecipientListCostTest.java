package io.drumbeat.campaigns.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a page of recipients costs, in rows that PostgreSQL reads for it. */
class RecipientListCostTest {

    private static final int RECIPIENTS = 20_000;
    private static final int ONE_IN = 50;
    private static final String PHONE = "+919876543210";

    /** For each that failed all recipients were read again: five seconds for a page of 500 in 300,000. */
    @Test
    void shouldReadNobodyTwiceToFindThoseThatFailed() {
        try (Installation installation = new Installation();
                Database session = installation.database.another(1)) {
            installation.sender("a", Installation.NO_DELAY, null);
            installation.campaign(RECIPIENTS, "a");
            CampaignId campaign = installation.campaign(RECIPIENTS, "a");
            session.jdbi().useHandle(handle -> {
                handle.execute(
                        "update recipient set status = case when n % ? = 0 then 'failed' else 'sent' end", ONE_IN);
                handle.execute(
                        "insert into outcome select campaign_id, status, tape, n from recipient where status = 'failed'");
                handle.execute("vacuum analyze recipient, outcome, journal, due, campaign");
            });
            RecipientList list = new RecipientList(session);
            long before = read(session);

            Page<Recipient> page =
                    list.page(campaign, RecipientFilter.with(Status.FAILED), null, RECIPIENTS / ONE_IN / 2);
            assertThat(list.page(campaign, RecipientFilter.with(Status.FAILED), page.nextCursor(), Page.MAX_LIMIT)
                            .items())
                    .hasSize(RECIPIENTS / ONE_IN / 2)
                    .first()
                    .extracting(Recipient::row)
                    .isEqualTo(RECIPIENTS / 2L + ONE_IN + 1);

            assertThat(read(session) - before).isLessThan(2 * RECIPIENTS);
        }
    }

    /** Everybody of that status was looked at one by one: on a busy machine a search among 300,000 did not end within its minute. */
    @ParameterizedTest
    @EnumSource
    void shouldFindAPersonWithoutAnotherLookAtAllOfAStatus(Status status) {
        try (Installation installation = new Installation();
                Database session = installation.database.another(1)) {
            installation.sender("a", Installation.NO_DELAY, null);
            CampaignId campaign = installation.campaign(RECIPIENTS, "a");
            installation.sendTo(campaign, RECIPIENTS, PHONE);
            session.jdbi().useHandle(handle -> handle.execute("vacuum analyze recipient, journal, due, campaign"));
            RecipientFilter filter = new RecipientFilter(status, new PhonePart(List.of(), Person.key(PHONE)), null);
            long before = read(session);

            assertThat(new RecipientList(session)
                            .page(campaign, filter, null, Page.MAX_LIMIT)
                            .items())
                    .hasSize(status == Status.PENDING ? 1 : 0);

            assertThat(read(session) - before).isLessThanOrEqualTo(RECIPIENTS);
        }
    }

    /** So many rows of recipients {@code session}, one connection, has read so far. */
    private static long read(Database session) {
        return session.jdbi().withHandle(handle -> {
            handle.execute("select pg_stat_force_next_flush()");
            return handle.createQuery(
                            "select seq_tup_read + idx_tup_fetch from pg_stat_user_tables where relname = 'recipient'")
                    .mapTo(Long.class)
                    .one();
        });
    }
}
