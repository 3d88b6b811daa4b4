package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FinisherTest {

    private static final LaneId LANE = new LaneId(CampaignId.random(), new SenderId("main"));

    private final ScriptedDispatches store = new ScriptedDispatches();
    private final Finisher finisher = new Finisher(store, new SettableTicker(), (group, settlement) -> {});

    @Test
    void shouldWriteOneByOneWhatAFaultKeepsFromBeingWrittenTogether() {
        store.finishes.add(() -> {
            throw new IllegalStateException("one of them cannot be written");
        });
        List<Outcome> outcomes = List.of(
                new Outcome.Accepted("1"),
                new Outcome.Unconfirmed("timeout", "no answer"),
                new Outcome.Rejected("131026", "not on WhatsApp", false));

        var unused = finisher.finish(outcomes.stream().map(FinisherTest::over).toList());

        assertThat(store.outcomes).isEqualTo(outcomes);
    }

    private static Finisher.Over over(Outcome outcome) {
        Dispatch dispatch =
                ScriptedDispatches.taken(LANE, UUID.randomUUID()).begun().get(0).dispatch();
        return new Finisher.Over(dispatch, outcome, 0, 0, 0);
    }
}
