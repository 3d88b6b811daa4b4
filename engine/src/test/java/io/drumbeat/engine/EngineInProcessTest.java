package io.drumbeat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.control.Retry;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.workflow.WorkflowIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each test has a server of its own, and most of its time it waits. */
@Execution(ExecutionMode.CONCURRENT)
@TakesLong
final class EngineInProcessTest extends EngineContract {
    @Override
    TemporalConnection connect(Path emptyFolder) {
        return TemporalConnection.inProcess(null);
    }

    /** How many sends fall into a renewal is the machine's: campaigns follow each other until there were three. */
    @Test
    void shouldSendToEveryRecipientOnceWhenTheServerIsReplacedAgainAndAgain() {
        EngineFixture engine = engine(30, Duration.ZERO, "main", "second");
        int recipients = 0;
        for (int wanted = 1; wanted <= 3; wanted++) {
            int enough = wanted;
            CampaignId id = engine.campaign(60, "main", "second");
            engine.signals.changed(id);
            recipients += 60;

            soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
            assertThat(engine.settled(id, "sent")).isEqualTo(60);
            soon(() -> engine.renewals.get() >= enough);
        }
        assertThat(engine.phones()).hasSize(recipients);
    }

    /** The server that leaves is left by stints in the middle of their work. */
    @Test
    void shouldSendToEveryRecipientOnceWhenTheServerIsReplacedDuringStints() {
        EngineFixture engine = engine(2, Duration.ofMillis(20), "main", "second");
        engine.allows(1);
        CampaignId id = engine.campaign(200, "main", "second");

        engine.signals.changed(id);

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.phones()).hasSize(200).doesNotHaveDuplicates();
        assertThat(engine.settled(id, "sent")).isEqualTo(200);
        assertThat(engine.renewals).hasPositiveValue();
    }

    /** Nobody starts the lane again here: what goes on is the old stint alone, until it hears that Temporal forgot it. */
    @Test
    void shouldEndAStintWhoseHeartbeatIsRefused() {
        EngineFixture engine = engine(Duration.ofMillis(100), "main");
        engine.allows(0.001);
        CampaignId id = engine.campaign(5_000, "main");
        engine.signals.changed(id);
        soon(() -> engine.phones().size() >= 3);

        workflow(id).terminate("lost");
        client().newUntypedWorkflowStub(WorkflowIds.of(id) + "/lane-main").terminate("lost");

        AtomicInteger before = new AtomicInteger();
        await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> {
            int now = engine.phones().size();
            return before.getAndSet(now) == now;
        });
        assertThat(engine.settled(id, "sent")).isEqualTo(engine.phones().size());
    }

    @Test
    void shouldRunThePausedCampaignsTooWhenTheServerIsReplaced() {
        EngineFixture engine = engine(30, Duration.ZERO, "main", "second");
        CampaignId paused = engine.campaign(5, "second");
        engine.control.apply(paused, Command.PAUSE, "api", null, null);
        engine.signals.changed(paused);
        soon(() -> running(WorkflowIds.of(paused)));

        CampaignId sending = engine.campaign(40, "main");
        engine.signals.changed(sending);
        soon(() -> engine.status(sending) == CampaignStatus.COMPLETED);

        soon(() -> engine.renewals.get() >= 1 && running(WorkflowIds.of(paused)));
        engine.control.apply(paused, Command.RESUME, "api", null, null);
        engine.signals.changed(paused);
        soon(() -> engine.status(paused) == CampaignStatus.COMPLETED);
        assertThat(engine.vendor("second").phones()).hasSize(5).doesNotHaveDuplicates();
    }

    /** As after a restore from before it was posted: its lanes were tried again for ever, each with a fault in the log. */
    @Test
    void shouldEndTheWorkflowsOfACampaignThatTheDatabaseDoesNotKnow() {
        EngineFixture engine = engine(Duration.ofMillis(50), "main");
        CampaignId id = engine.campaign(5_000, "main");
        engine.signals.changed(id);
        soon(() -> engine.phones().size() >= 3);

        engine.forget(id);

        soon(() -> ended(WorkflowIds.of(id) + "/lane-main") && ended(WorkflowIds.of(id)));
    }

    /** Its workflows have ended: a retry starts others. */
    @Test
    void shouldSendToThoseThatFailedWhenACompletedCampaignIsRetried() {
        EngineFixture engine = engine(Duration.ZERO, "main", "second");
        AtomicInteger refused = new AtomicInteger();
        for (String sender : List.of("main", "second")) {
            engine.vendor(sender)
                    .answers(message -> refused.getAndIncrement() < 5
                            ? new Outcome.Rejected("131026", "undeliverable", false)
                            : new Outcome.Accepted("m"));
        }
        CampaignId id = engine.campaign(20, "main", "second");
        engine.signals.changed(id);
        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        soon(() -> !running(WorkflowIds.of(id)));
        assertThat(engine.settled(id, "failed")).isEqualTo(5);

        engine.control.retry(id, new Retry(Set.of(Status.FAILED), Set.of()), "api");
        engine.signals.changed(id);

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.settled(id, "sent")).isEqualTo(20);
        assertThat(engine.settled(id, "failed")).isZero();
        assertThat(engine.phones()).hasSize(25);
    }
}
