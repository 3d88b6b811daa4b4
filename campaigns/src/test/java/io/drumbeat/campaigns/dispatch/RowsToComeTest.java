package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.AccountBusy;
import io.drumbeat.campaigns.outcome.Outcome.Retry;
import io.drumbeat.campaigns.outcome.Outcome.Transient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lanes of one campaign that have found no row: each once asked every two seconds. */
class RowsToComeTest {

    private static final String[] SENDERS =
            IntStream.range(0, 12).mapToObj(i -> "sender" + i).toArray(String[]::new);
    private static final Turn TO_BE_WOKEN = new Turn.Idle(null);
    private static final Turn LOOK_AGAIN = new Turn.Idle(Duration.ofSeconds(2));

    @AutoClose
    private final Installation installation = new Installation();

    private CampaignId campaign = CampaignId.random();

    @BeforeEach
    void senders() {
        installation.database.freezeClock(Duration.ZERO);
        for (String sender : SENDERS) {
            installation.sender(sender, Installation.NO_DELAY, null);
        }
    }

    private LaneId lane(int number) {
        return installation.lane(campaign, SENDERS[number]);
    }

    private List<LaneId> wanted() {
        return installation.recovery.reconcile().wanted();
    }

    /** The only row of the campaign is being sent. */
    @Test
    void shouldLetOneLookAndTheOthersWait() {
        campaign = installation.campaign(1, SENDERS);
        Dispatch on = installation.taken(lane(0));
        int asked = 0;

        List<Integer> looking = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        for (int second = 0; second < 20; second += 2) {
            installation.database.freezeClock(Duration.ofSeconds(second));
            List<Integer> again = new ArrayList<>();
            for (int number : looking) {
                asked++;
                if (installation.begin(lane(number)).equals(LOOK_AGAIN)) {
                    again.add(number);
                }
            }
            looking = again;
        }

        assertThat(looking).as("there is always one").hasSize(1);
        assertThat(asked).isEqualTo(11 + 9);
        assertThat(wanted()).isEmpty();
        installation.finish(on, new Accepted("id"));
        assertThat(installation.begin(lane(looking.get(0)))).isEqualTo(new Turn.Exhausted());
    }

    @Test
    void shouldWakeAsManyAsThereAreRowsGivenBack() {
        campaign = installation.campaign(100, SENDERS);
        LaneId holder = lane(0);
        Dispatch first = installation.taken(holder);
        installation.database.database().jdbi().useHandle(handle -> {
            handle.execute("update tape set next_n = size + 1");
            handle.execute("update lane set block_hi = block_lo + 2 where block_lo is not null");
        });
        assertThat(installation.begin(lane(1))).isEqualTo(LOOK_AGAIN);
        for (int number = 2; number < SENDERS.length; number++) {
            assertThat(installation.begin(lane(number))).isEqualTo(TO_BE_WOKEN);
        }

        installation.finish(first, new AccountBusy("429", "slow down", Duration.ofHours(1)));

        assertThat(wanted())
                .as("three rows of its block, and the one that it met")
                .hasSize(4)
                .doesNotContain(lane(1));
        installation.taken(wanted().get(0));
        assertThat(wanted()).as("it took the block").hasSize(1);
        installation.taken(wanted().get(0));
        assertThat(wanted()).isEmpty();
    }

    /** All of them came at each moment at which one row was due. */
    @Test
    void shouldSendOneForEachRowThatWillBeDue() {
        campaign = installation.campaign(3, SENDERS);
        for (int row = 0; row < 3; row++) {
            installation.database.freezeClock(Duration.ofSeconds(row));
            installation.send(lane(0), new Transient("131000", "try later", Retry.USUAL));
        }

        assertThat(installation.begin(lane(0))).isEqualTo(new Turn.Idle(Duration.ofSeconds(28)));
        assertThat(installation.begin(lane(1))).isEqualTo(new Turn.Idle(Duration.ofSeconds(29)));
        assertThat(installation.begin(lane(2))).isEqualTo(new Turn.Idle(Duration.ofSeconds(30)));
        assertThat(installation.begin(lane(3))).isEqualTo(TO_BE_WOKEN);

        installation.database.freezeClock(Duration.ofSeconds(33));
        assertThat(wanted()).as("where those three do not come, too").contains(lane(3));
        installation.taken(lane(0));
        installation.taken(lane(1));
        installation.taken(lane(2));
        assertThat(wanted()).isEmpty();
    }

    /** Each relied on the other, which asked at the same moment, and nobody came: a row was late by the reconciler's round. */
    @Test
    void shouldComeForARowWhereAllAskAtOnce() {
        campaign = installation.campaign(1, SENDERS[0], SENDERS[1]);
        installation.send(lane(0), new Transient("131000", "try later", Retry.USUAL));

        assertThat(List.of(toldAsTheOthersCome(0), toldAsTheOthersCome(1)))
                .containsExactlyInAnyOrder(TO_BE_WOKEN, new Turn.Idle(Duration.ofSeconds(30)));
    }

    /** As when it asks at the same moment as all others: it does not see what they are told. */
    private Turn toldAsTheOthersCome(int number) {
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("update lane set next_at = clock_now(), waits_for = 'rows'"));
        return installation.begin(lane(number));
    }

    @Test
    void shouldComeForARowForWhichNobodyElseComes() {
        assertThat(RowsToCome.nobodysRow(at(30, 40), at())).contains(second(30));
        assertThat(RowsToCome.nobodysRow(at(30, 40), at(30))).contains(second(40));
        assertThat(RowsToCome.nobodysRow(at(30, 40), at(40))).contains(second(30));
        assertThat(RowsToCome.nobodysRow(at(30, 40), at(2, 300))).contains(second(40));
        assertThat(RowsToCome.nobodysRow(at(30, 40), at(2, 40))).isEmpty();
        assertThat(RowsToCome.nobodysRow(at(), at(2))).isEmpty();
    }

    private static List<Instant> at(int... seconds) {
        return IntStream.of(seconds).mapToObj(RowsToComeTest::second).toList();
    }

    private static Instant second(int seconds) {
        return Instant.ofEpochSecond(seconds);
    }
}
