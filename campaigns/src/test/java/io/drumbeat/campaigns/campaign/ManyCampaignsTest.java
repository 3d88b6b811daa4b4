package io.drumbeat.campaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.posting.PreflightStore;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What it takes to look at many campaigns that all are on one number: rows that PostgreSQL reads, not time. */
class ManyCampaignsTest {

    private static final int FEW = 20;
    private static final int MANY = 200;

    /** Of each there are a campaign, a lane, and a few rows of what belongs to these. */
    private static final int MOST = 20;

    @AutoClose
    private final Installation installation = new Installation();

    @BeforeEach
    void configure() {
        installation.sender("a", Installation.NO_DELAY, 1000);
        installation.database.database().jdbi().useHandle(handle -> {
            handle.execute("""
                    insert into cap_use (account_key, minute, sends)
                    select account_key, (select date_trunc('minute', clock_now())) - n * interval '1 min', 1
                    from account, generate_series(1, 300) n""");
            // Of tables as small as these the whole is read rather than looked up, campaign by campaign.
            handle.execute("""
                    do $$ begin
                        execute format('alter database %I set enable_seqscan = off', current_database());
                    end $$""");
        });
    }

    /** Each lane of the list counted the lanes of its number, and the sends of its number's last day. */
    @Test
    void shouldListThemInAsManyReadsMoreAsThereAreMoreOfThem() {
        assertThatReadsGrowWithTheCampaigns(database -> {
            CampaignStore campaigns = CampaignStore.on(database);
            assertThat(campaigns.list(null, null, null, MANY).items())
                    .allSatisfy(
                            campaign -> assertThat(campaign.progress().outlook().estimatedFinishAt())
                                    .isNotNull());
        });
    }

    /** It is looked at every four seconds. */
    @Test
    void shouldTellWhatTheyWaitForInAsManyReadsMoreAsThereAreMoreOfThem() {
        assertThatReadsGrowWithTheCampaigns(database -> {
            LaneWaits waits = new LaneWaits(database);
            waits.news(waits.all());
        });
    }

    /** Of each number that a new campaign is to be sent from, all lanes of all campaigns on it were summed up again. */
    @Test
    void shouldLookAtEachLaneOnceWhenACampaignIsToBeForecast() {
        String[] numbers = IntStream.range(0, FEW).mapToObj(i -> "n" + i).toArray(String[]::new);
        for (String number : numbers) {
            installation.sender(number, Installation.NO_DELAY, null);
        }
        CampaignId campaign = installation.campaign(10, numbers);
        Consumer<Database> look = database -> assertThat(new PreflightStore(database)
                        .outlook(Stream.of(numbers).map(SenderId::new).toList(), null)
                        .shares())
                .hasSize(FEW);
        long few = reads(look);
        installation.database.database().jdbi().useHandle(handle -> {
            handle.execute(
                    "insert into lane (campaign_id, sender_id) select ?, 'x' || n from generate_series(1, ?) n",
                    campaign.value(),
                    MANY - FEW);
            handle.execute("analyze");
        });

        assertThat((reads(look) - few) / (MANY - FEW))
                .as("rows for each lane more")
                .isLessThan(5);
    }

    /** All campaigns of the number take their turns: each is as far as if all others were told apart. */
    @Test
    void shouldCountAllOfTheNumberWhicheverOfThemAreAskedFor() {
        begin(3);
        CampaignStore campaigns = CampaignStore.on(installation.database.database());
        Duration all = untilTheEnd(campaigns.list(null, null, null, 10).items().get(0));
        Duration one = untilTheEnd(campaigns.list(null, null, null, 1).items().get(0));

        assertThat(one).isCloseTo(all, Duration.ofSeconds(10));
    }

    private static Duration untilTheEnd(Campaign campaign) {
        return Duration.between(
                campaign.times().createdAt(), campaign.progress().outlook().estimatedFinishAt());
    }

    private void assertThatReadsGrowWithTheCampaigns(Consumer<Database> look) {
        begin(FEW);
        long few = reads(look);
        begin(MANY - FEW);
        long many = reads(look);

        assertThat((many - few) / (MANY - FEW))
                .as("rows read for each campaign more, of %d for %d", few, FEW)
                .isLessThan(MOST);
    }

    private void begin(int campaigns) {
        for (int i = 0; i < campaigns; i++) {
            installation.campaignWith("""
                    {"name": "test", "senders": ["a"], "media": {"type": "image", "url": "https://example.org/a.png"}}""", 10, "a");
        }
        installation.database.database().jdbi().useHandle(handle -> handle.execute("analyze"));
    }

    /** Rows, of all tables; on one connection, which tells what it has read when it is asked to. */
    private long reads(Consumer<Database> look) {
        try (Database database = installation.database.another(1)) {
            long before = reads(database);
            look.accept(database);
            return reads(database) - before;
        }
    }

    private static long reads(Database database) {
        return database.jdbi().withHandle(handle -> {
            handle.execute("select pg_stat_force_next_flush()");
            return handle.createQuery("""
                    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_user_tables""").mapTo(Long.class).one();
        });
    }
}
