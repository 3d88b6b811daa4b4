package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.AccountBusy;
import io.drumbeat.campaigns.outcome.Outcome.CampaignBlocked;
import io.drumbeat.campaigns.outcome.Outcome.SenderBlocked;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One recipient that a vendor always answers by a block was the first after every resume: nobody else got anything. */
class AlwaysBlockingTest {

    @AutoClose
    private final Installation installation = new Installation();

    private Duration passed = Duration.ZERO;

    static Stream<Outcome> blocks() {
        return Stream.of(
                new SenderBlocked("190", "The access token has expired."),
                new CampaignBlocked("132001", "no such template"),
                new AccountBusy("429", "slow down", null));
    }

    private void resume(CampaignId campaign) {
        installation.senders.resume(new SenderId("a"), "operator");
        installation.senders.resume(new SenderId("b"), "operator");
        installation.control.apply(campaign, Command.RESUME, "operator", null, null);
        passed = passed.plusHours(1);
        installation.database.shiftClock(passed);
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void shouldComeToTheOthersBetweenAnyTwoGoesOfOneThatBlocks(Outcome block) {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(9, "a", "b");
        List<LaneId> lanes = List.of(installation.lane(campaign, "a"), installation.lane(campaign, "b"));
        boolean blockedLast = false;
        int sent = 0;
        for (int goes = 0; sent < 8; goes++) {
            Dispatch dispatch = installation.taken(lanes.get(goes % 2));
            boolean blocks = dispatch.n() == 1;
            assertThat(blocks && blockedLast)
                    .as("twice in a row, after %s others", sent)
                    .isFalse();
            installation.finish(dispatch, blocks ? block : new Accepted("m" + goes));
            sent += blocks ? 0 : 1;
            blockedLast = blocks;
            // What a lane holds that is told to wait, another may have.
            lanes.forEach(installation::ask);
            resume(campaign);
        }

        Dispatch alone = installation.taken(lanes.get(0));
        assertThat(alone.n()).as("with nobody left but itself it has its go").isEqualTo(1);
        assertThat(alone.attempt()).isEqualTo(1);
    }

    /** What costs an attempt cannot block for ever, and keeps its place before the rest. */
    @Test
    void shouldComeFirstWhenItsAttemptWasSpent() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaign(9, "a"), "a");
        installation.send(lane, new Outcome.Transient("131000", "try again", Outcome.Retry.USUAL));
        installation.send(lane, new Accepted("m"));
        installation.database.shiftClock(Duration.ofSeconds(31));

        assertThat(installation.taken(lane).n()).isEqualTo(1);
    }
}
