package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.RecordingGateway;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.sender.ConnectedSenderFixture;
import io.drumbeat.engine.workflow.DispatchResult;
import io.drumbeat.engine.workflow.DispatchResult.Kind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Two processes on one database while a number moves: the one that has not been restarted yet knows the old one. */
final class RollingRestartTest {

    private static final AccountKey MOVED = new AccountKey("cloud|vendor:443|moved");

    private static final StopSignal THERE = () -> false;

    @AutoClose
    private final Installation installation = new Installation();

    private final RecordingGateway oldNumber = new RecordingGateway();
    private final RecordingGateway newNumber = new RecordingGateway();

    @Test
    void shouldSendByTheNewNumberOnlyOnceTheDatabaseKnowsIt() throws InterruptedException {
        AccountKey before =
                installation.sender("main", Installation.NO_DELAY, null).account();
        LaneId lane = installation.lane(installation.campaign(3, "main"), "main");
        assertThat(stint(lane, sender(before, oldNumber)).kind()).isEqualTo(Kind.SETTLED);

        installation.move("main", MOVED);

        DispatchResult refused = stint(lane, sender(before, oldNumber));
        assertThat(refused.kind()).isEqualTo(Kind.GATED);
        assertThat(refused.reason()).contains("worker test", "senders.json");
        assertThat(stint(lane, sender(MOVED, newNumber)).kind()).isEqualTo(Kind.SETTLED);
        assertThat(oldNumber.phones()).hasSize(1);
        assertThat(newNumber.phones()).hasSize(1).doesNotContainAnyElementsOf(oldNumber.phones());
    }

    /** Such a lane's activity failed every quarter of a minute, with a stack trace. */
    @Test
    void shouldTellALaneWhoseSenderThisProcessDoesNotHave() throws InterruptedException {
        installation.sender("main", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaign(3, "main"), "main");

        DispatchResult refused = stint(lane, null);

        assertThat(refused.kind()).isEqualTo(Kind.GATED);
        assertThat(refused.reason()).contains("worker test", "missing");
    }

    private static ConnectedSender sender(AccountKey account, RecordingGateway gateway) {
        return ConnectedSenderFixture.sender(new SenderId("main"), account, gateway);
    }

    private DispatchResult stint(LaneId lane, @Nullable ConnectedSender sender) throws InterruptedException {
        CampaignContent content = new CampaignContent(
                MediaType.IMAGE, "https://media/a.png", true, null, null, null, CampaignContent.Words.NONE, List.of());
        SettableTicker ticker = new SettableTicker();
        Stint.Tools tools = new Stint.Tools(
                installation.dispatches,
                campaign -> content,
                ticker,
                new Finisher(installation.dispatches, ticker, (group, settlement) -> {}),
                new SlotBell(),
                new StintLength(installation.dispatches, ticker, Double.POSITIVE_INFINITY),
                new Freshness(ticker),
                Runnable::run,
                "test");
        return new Stint(tools, lane, sender, THERE, new Tally()).run(Duration.ZERO);
    }
}
