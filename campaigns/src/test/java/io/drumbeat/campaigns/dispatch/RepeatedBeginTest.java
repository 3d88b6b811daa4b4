package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Report;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A begin that committed, whose answer did not come, and whose line was settled before it was asked again. */
class RepeatedBeginTest {

    private static final Turn ASK_AGAIN = new Turn.NotYet(Duration.ZERO, null);

    @AutoClose
    private final Installation installation = new Installation();

    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void configure() {
        installation.sender("a", Installation.NO_DELAY, 2);
    }

    private Turn begin(LaneId lane) {
        return installation.dispatches.begin(lane, installation.means(lane, MediaWay.LINK), List.of(id));
    }

    /** It took a second recipient under the same id, whose receipts then were the first one's. */
    @Test
    void shouldTakeNobodyElseAndGiveItsRowBackWhenTheLeasePassedMeanwhile() {
        CampaignId campaign = installation.campaign(2, "a");
        LaneId lane = installation.lane(campaign, "a");
        long n = Installation.only((Turn.Taken) begin(lane)).n();
        installation.database.shiftClock(Duration.ofSeconds(41));
        assertThat(installation.recovery.reconcile().unconfirmed()).isEqualTo(1);

        assertThat(begin(lane)).isEqualTo(ASK_AGAIN);

        assertThat(installation.count("select count(*) from journal")).isZero();
        assertThat(installation.settled(campaign, "unconfirmed")).isZero();
        assertThat(installation.count("select n from due")).isEqualTo(n);
        assertThat(installation.count("select sum(sends) from cap_use")).isZero();
        installation.send(lane, new Accepted("1"));
        installation.send(lane, new Accepted("2"));
        assertThat(installation.settled(campaign, "sent")).isEqualTo(2);
        assertThat(installation.control.complete(campaign)).isTrue();
    }

    @Test
    void shouldGiveTheSameAnswerHoweverOftenItIsAskedAfterwards() {
        CampaignId campaign = installation.campaign(2, "a");
        LaneId lane = installation.lane(campaign, "a");
        begin(lane);
        installation.recovery.settleAfterCrash();

        assertThat(begin(lane)).isEqualTo(ASK_AGAIN);
        assertThat(installation.count("select count(*) from due")).isEqualTo(1);
        assertThat(installation.count("select count(*) from journal")).isZero();
    }

    /** It went out by the number that was known first, under the slot, the cap and the publication of the next one. */
    @Test
    void shouldGiveItBackWhereItsSenderHasAnotherNumberByNow() {
        CampaignId campaign = installation.campaign(2, "a");
        LaneId lane = installation.lane(campaign, "a");
        begin(lane);
        installation.move("a", new AccountKey("cloud|vendor:443|another"));

        assertThat(begin(lane)).isEqualTo(ASK_AGAIN);

        assertThat(installation.count("select count(*) from journal")).isZero();
        assertThat(installation.count("select count(*) from due")).isEqualTo(1);
        assertThat(installation.count("select count(*) from account where held_by is not null"))
                .isZero();
        assertThat(installation.count("select sum(sends) from cap_use")).isZero();
        installation.send(lane, new Accepted("1"));
        installation.send(lane, new Accepted("2"));
        assertThat(installation.settled(campaign, "sent")).isEqualTo(2);
    }

    /** An exception repeated it for a minute, and left it unconfirmed though nobody had sent it. */
    @Test
    void shouldGiveItBackWhereItsSenderIsRemovedByNow() {
        CampaignId campaign = installation.campaign(2, "a");
        LaneId lane = installation.lane(campaign, "a");
        begin(lane);
        installation.remove("a");

        assertThat(begin(lane)).isEqualTo(ASK_AGAIN);

        assertThat(installation.count("select count(*) from journal")).isZero();
        assertThat(installation.count("select count(*) from due")).isEqualTo(1);
    }

    @Test
    void shouldTakeNobodyElseWhenAReceiptHasSettledItsRow() {
        CampaignId campaign = installation.campaign(2, "a");
        LaneId lane = installation.lane(campaign, "a");
        begin(lane);
        installation.recovery.settleAfterCrash();
        installation.reports.learn(id, new Report.Taken("m", true), Duration.ZERO);

        assertThat(begin(lane)).isEqualTo(ASK_AGAIN);

        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
        assertThat(installation.count("select sum(sends) from cap_use")).isEqualTo(1);
    }
}
