package io.drumbeat.engine.reconcile;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.RecoveryStore;
import io.drumbeat.campaigns.dispatch.RecoveryStore.Mended;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Temporal run what PostgreSQL says should run: at once at boot, and some twice a minute after that. Several
 * processes may do it at the same time.
 */
public final class Reconciler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** Less than half a minute: what nothing has touched for 30 s is to be back within 60 s. */
    private static final long ROUND_MILLIS = 24_000;

    private static final Duration LAST_ROUND = Duration.ofSeconds(10);

    private final RecoveryStore store;
    private final TemporalCalls temporal;
    private final FailureLog failureLog = new FailureLog(LOG);
    private final ScheduledExecutorService thread;

    /** Live campaigns that were found to have a workflow since the last regular round. */
    private final Set<CampaignId> ensured = new HashSet<>();

    private final AtomicLong roundEnded = new AtomicLong(System.nanoTime());
    private final AtomicLong poked = new AtomicLong();
    private final AtomicLong unconfirmed = new AtomicLong();

    /** Whether Temporal did not answer in this round: then it is asked nothing more, and the database's turn comes again. */
    private boolean away;

    /** {@code client} is asked for at every call: the server behind it may be another one by then. */
    public Reconciler(RecoveryStore store, Supplier<WorkflowClient> client) {
        this.store = store;
        this.thread = Executors.newSingleThreadScheduledExecutor(Daemons.named("drumbeat-reconciler"));
        this.temporal = new TemporalCalls(client, thread);
    }

    /** Has {@code meters} show how long ago its last round was, and what its rounds have done. */
    public void measure(MeterRegistry meters) {
        Gauge.builder("drumbeat.reconciler.age.seconds", roundEnded, ended -> (System.nanoTime() - ended.get()) / 1e9)
                .description("How long ago this process last compared the database with Temporal")
                .register(meters);
        FunctionCounter.builder("drumbeat.reconciler.poked", poked, AtomicLong::get)
                .description("Lanes that were found waiting past their time, or missing news, and were woken")
                .register(meters);
        FunctionCounter.builder("drumbeat.reconciler.unconfirmed", unconfirmed, AtomicLong::get)
                .description("Sends that a crash had left in the journal, settled as unconfirmed")
                .register(meters);
    }

    /** Begins with a round at once. */
    public void start() {
        thread.execute(this::regularRound);
    }

    /** One round as soon as possible: something changed that only the database can say whom it concerns. */
    public void soon() {
        thread.execute(this::round);
    }

    /** A fresh Temporal server is empty: every live campaign is started there at once. */
    public void restart() {
        thread.execute(() -> {
            ensured.clear();
            round();
        });
    }

    /**
     * Has Temporal show how {@code campaigns} stand now, in the background.
     *
     * @param missed hears of those that it could not be told of
     */
    public void show(List<CampaignId> campaigns, Consumer<CampaignId> missed) {
        thread.execute(() -> {
            away = false;
            for (CampaignId campaign : campaigns) {
                if (!asked("Refreshing campaigns", () -> temporal.refreshIfRunning(campaign))) {
                    failureLog.attempt("Noting what is not shown", () -> missed.accept(campaign));
                }
            }
        });
    }

    private void regularRound() {
        long began = System.nanoTime();
        // A workflow that somebody terminated leaves no trace in the database: paused ones have no lane at work either.
        ensured.clear();
        round();
        // Processes that started together must not go on together.
        long jitter = ThreadLocalRandom.current().nextLong(ROUND_MILLIS / 5);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        long pause = ROUND_MILLIS - ROUND_MILLIS / 10 + jitter - took;
        var unused = thread.schedule(this::regularRound, Math.max(pause, 1_000), TimeUnit.MILLISECONDS);
    }

    private void round() {
        failureLog.attempt("Reconciling with the database", () -> {
            Mended mended = store.reconcile();
            if (mended.unconfirmed() > 0) {
                LOG.info("{} sends that a crash left behind are unconfirmed now", mended.unconfirmed());
            }
            unconfirmed.addAndGet(mended.unconfirmed());
            poked.addAndGet(mended.overdue().size() + mended.wanted().size());
            mend(mended);
            roundEnded.set(System.nanoTime());
        });
    }

    private void mend(Mended mended) {
        away = false;
        ensured.retainAll(mended.live());
        Set<CampaignId> behind = new LinkedHashSet<>();
        for (LaneId lane : mended.overdue()) {
            behind.add(lane.campaign());
        }
        for (CampaignId campaign : behind) {
            asked("Waking campaigns", () -> temporal.changed(campaign));
        }
        for (LaneId lane : mended.overdue()) {
            asked("Waking lanes", () -> temporal.poke(lane));
        }
        for (LaneId lane : mended.wanted()) {
            asked("Waking lanes", () -> temporal.poke(lane));
        }
        for (CampaignId campaign : mended.live()) {
            if (!ensured.contains(campaign) && asked("Starting campaigns", () -> temporal.ensure(campaign))) {
                ensured.add(campaign);
            }
        }
        for (CampaignId campaign : mended.ended()) {
            asked("Ending campaigns", () -> end(campaign));
        }
    }

    /** Tells what still runs of an ended campaign: the one signal of its end may have been lost. */
    private void end(CampaignId campaign) {
        boolean rests = !temporal.changedIfRunning(campaign);
        for (LaneId lane : store.lanes(campaign)) {
            rests &= !temporal.pokeIfRunning(lane);
        }
        if (rests) {
            store.atRest(campaign);
        }
    }

    private boolean asked(String kind, Runnable call) {
        return !away
                && failureLog.attempt(kind, () -> {
                    try {
                        call.run();
                    } catch (RuntimeException failed) {
                        away = TemporalCalls.isAway(failed);
                        throw failed;
                    }
                });
    }

    /** Ends after the round that is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
        if (!Daemons.ended(thread, LAST_ROUND)) {
            LOG.warn("the reconciler is still busy");
        }
    }
}
