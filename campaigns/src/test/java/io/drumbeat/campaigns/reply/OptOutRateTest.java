package io.drumbeat.campaigns.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.suppression.Speaker;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A campaign that too many opt out of pauses by itself. */
class OptOutRateTest {

    private static final String TWO_PERCENT = """
            {"autoPause": {"failureRate": 0.5, "window": 50, "optOutRate": 0.02}}""";

    @AutoClose
    private final Installation installation = new Installation();

    private final ReplyStore replies = ReplyStore.on(installation.database.database(), installation.control);
    private AccountKey account = new AccountKey("cloud|vendor:443|a");

    @BeforeEach
    void configure() {
        account = installation.sender("a", Installation.NO_DELAY, null).account();
    }

    /** Of two thousand: the first {@code sent}, but for each tenth, which has failed. */
    private CampaignId campaign(String spec, int sent) {
        CampaignId campaign = installation.campaignWith(spec, 2_000, "a");
        sent(campaign, 0, sent);
        return campaign;
    }

    private void sent(CampaignId campaign, int from, int to) {
        installation.database.database().jdbi().useTransaction(handle -> {
            handle.execute("""
                    update recipient set status = case when n % 10 = 0 then 'failed' else 'sent' end, sender_id = 'a',
                           dispatch_id = gen_random_uuid(), settled_at = clock_now()
                    where campaign_id = ? and n > ? and n <= ?""", campaign.value(), from, to);
            handle.execute("""
                    insert into past_dispatch (dispatch_id, account_key, sender_id, campaign_id, tape, n, attempt, begun_at, person)
                    select dispatch_id, ?, 'a', campaign_id, tape, n, 1, settled_at, phone from recipient
                    where campaign_id = ? and n > ? and n <= ?""", account.value(), campaign.value(), from, to);
            handle.execute("update tape set next_n = ? where campaign_id = ?", to + 1, campaign.value());
        });
    }

    private void optOut(long... recipients) {
        replies.store(
                account,
                LongStream.of(recipients)
                        .mapToObj(n -> new Reply(Speaker.at("+4915%08d".formatted(n)), Instant.now(), true, true))
                        .toList());
        replies.apply();
    }

    private List<String> log(CampaignId campaign) {
        return installation
                .database
                .database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "select detail from campaign_log where campaign_id = ? and event = 'paused'",
                                campaign.value())
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void shouldPauseWhenMoreThanThatShareOfTheLastSentHaveOptedOut() {
        CampaignId campaign = campaign(TWO_PERCENT, 1_400);

        optOut(LongStream.rangeClosed(1_351, 1_372).filter(n -> n % 10 != 0).toArray());
        assertThat(installation.status(campaign)).isEqualTo("running");
        optOut(1_381);

        assertThat(installation.status(campaign)).isEqualTo("paused");
        assertThat(log(campaign)).containsExactly("21 of the last 1000 that were sent have opted out.");
        assertThat(installation.followed).contains(campaign);
    }

    @Test
    void shouldLookAtNoFewerThanAHundredAndAtNoneBeforeTheLastThousand() {
        CampaignId few = campaign(TWO_PERCENT, 100);
        optOut(1, 2, 3, 4);
        assertThat(installation.status(few)).isEqualTo("running");
        installation.control.apply(few, Command.CANCEL, "asha", null, null);

        CampaignId many = campaign(TWO_PERCENT, 1_400);
        optOut(LongStream.rangeClosed(101, 190).filter(n -> n % 10 != 0).toArray());
        assertThat(installation.status(many)).isEqualTo("running");
    }

    /** What came before there were a hundred counts once there are: no further opt-out need come. */
    @Test
    void shouldPauseInARoundOfTheReconcilerWhenTheHundredthIsSent() {
        CampaignId campaign = campaign(TWO_PERCENT, 100);
        optOut(1, 2, 3, 4);

        sent(campaign, 100, 120);
        installation.recovery.reconcile();

        assertThat(log(campaign)).containsExactly("4 of the last 108 that were sent have opted out.");
    }

    @Test
    void shouldStartAfreshWhenItIsResumed() {
        CampaignId campaign = campaign(TWO_PERCENT, 200);
        optOut(1, 2, 3, 4, 5);
        assertThat(installation.status(campaign)).isEqualTo("paused");

        installation.control.apply(campaign, Command.RESUME, "asha", null, null);
        optOut(6, 7);
        installation.recovery.reconcile();

        assertThat(installation.status(campaign)).isEqualTo("running");
    }

    @Test
    void shouldBearAnyNumberWhenItIsNotAsked() {
        CampaignId campaign = campaign("{}", 200);

        optOut(LongStream.rangeClosed(1, 99).filter(n -> n % 10 != 0).toArray());

        assertThat(installation.status(campaign)).isEqualTo("running");
    }
}
