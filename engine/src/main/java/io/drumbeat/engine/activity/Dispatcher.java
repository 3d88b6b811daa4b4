package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.DispatchStore.Settlement;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.NotInDatabase;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.activity.Finisher.Over;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.drumbeat.engine.workflow.DispatchActivities;
import io.drumbeat.engine.workflow.DispatchResult;
import io.drumbeat.engine.workflow.LaneRef;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dispatch activity: a {@link Stint}, with a heartbeat around it. */
public final class Dispatcher implements DispatchActivities {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Map<SenderId, SendMeters> counted = new ConcurrentHashMap<>();
    private final Failures failures = new Failures(Ticker.system());
    private final ConnectedSenders senders;
    private final Stint.Tools tools;
    private final ScheduledExecutorService heartbeats;
    private final BooleanSupplier closing;

    /**
     * What all dispatches of the process share.
     *
     * @param senders those that this process can reach
     * @param meters null: nothing is counted
     * @param activitiesPerSecond that the installation allows itself, of all workers together
     * @param worker names the process in the journal
     * @param heartbeats whose threads send heartbeats
     * @param threads of sends that go on side by side, also when their activity has ended
     * @param closing turns true when the process wants to end: nothing new begins
     */
    public Dispatcher(
            DispatchStore store,
            CampaignContents contents,
            ConnectedSenders senders,
            CampaignSignals signals,
            Ticker ticker,
            @Nullable MeterRegistry meters,
            double activitiesPerSecond,
            String worker,
            ScheduledExecutorService heartbeats,
            Executor threads,
            BooleanSupplier closing) {
        this.senders = senders;
        this.heartbeats = heartbeats;
        this.closing = closing;
        this.tools = new Stint.Tools(
                store,
                new ContentCache(contents),
                ticker,
                new Finisher(store, ticker, (group, settlement) -> settled(group, settlement, signals, meters)),
                new SlotBell(),
                new StintLength(store, ticker, activitiesPerSecond),
                new Freshness(ticker),
                threads,
                worker);
    }

    private void settled(
            List<Over> group, Settlement settlement, CampaignSignals signals, @Nullable MeterRegistry meters) {
        LaneId lane = group.get(0).dispatch().lane();
        if (meters != null) {
            senders.find(lane.sender())
                    .ifPresent(sender -> group.forEach(counted.computeIfAbsent(
                            lane.sender(), id -> new SendMeters(meters, sender.sender()))::count));
        }
        if (settlement.wakes()) {
            signals.changed(lane.campaign());
            signals.changed(lane.sender());
        }
    }

    @Override
    public DispatchResult dispatch(LaneRef ref, long hintMillis) {
        LaneId lane = ref.lane();
        Tally tally = new Tally();
        try (Heartbeat heartbeat =
                new Heartbeat(Activity.getExecutionContext(), heartbeats, closing, tally::progress)) {
            DispatchResult result = new Stint(
                            tools, lane, senders.find(lane.sender()).orElse(null), heartbeat, tally)
                    .run(Duration.ofMillis(hintMillis));
            if (result.row() == null) {
                heartbeat.check();
            }
            return result;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ApplicationFailure.newFailure("the worker stops", Failures.STOPPING);
        } catch (NotInDatabase gone) {
            LOG.warn("Temporal runs lane {}, of which PostgreSQL knows nothing: it ends", lane);
            return DispatchResult.without(DispatchResult.Kind.EXHAUSTED, null, gone.getMessage());
        } catch (ActivityCompletionException | ApplicationFailure passedOn) {
            throw passedOn;
        } catch (RuntimeException fault) {
            throw failures.of(fault);
        }
    }
}
