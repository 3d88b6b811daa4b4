package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers one lane as it was told, and remembers what it was asked; not a store, but what a stint hears from one. */
final class ScriptedDispatches implements DispatchStore {

    /** How many run; negative: the database is away. */
    int lanes;

    int counted;
    Duration untilNextSlot = Duration.ofSeconds(4);
    final Queue<Supplier<Turn>> asks = new ArrayDeque<>();
    final Queue<Supplier<Turn>> begins = new ArrayDeque<>();
    final Queue<Runnable> finishes = new ArrayDeque<>();
    final List<MediaWay> ways = new ArrayList<>();
    final List<UUID> begun = new ArrayList<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final List<String> notReached = new ArrayList<>();

    @Override
    public Turn ask(LaneId lane, Means means) {
        ways.add(means.way());
        return asks.isEmpty() ? new Turn.Ready() : asks.remove().get();
    }

    @Override
    public Turn begin(LaneId lane, Means means, List<UUID> dispatches) {
        ways.add(means.way());
        begun.addAll(dispatches);
        return begins.isEmpty()
                ? taken(lane, dispatches.get(0), 1 + begun.size())
                : begins.remove().get();
    }

    static Turn.Taken taken(LaneId lane, UUID dispatch) {
        return taken(lane, dispatch, 2, null);
    }

    private static Turn.Taken taken(LaneId lane, UUID dispatch, long line) {
        return taken(lane, dispatch, line, null);
    }

    /** One whose media the vendor has. */
    static Turn.Taken published(LaneId lane, String reference) {
        return taken(lane, UUID.randomUUID(), 2, reference);
    }

    private static Turn.Taken taken(LaneId lane, UUID dispatch, long line, @Nullable String reference) {
        Dispatch taken = new Dispatch(
                dispatch,
                lane,
                new AccountKey("test|vendor:443|1"),
                0,
                line - 1,
                line,
                "+4915112345678",
                List.of(),
                1,
                reference);
        return new Turn.Taken(List.of(new Turn.Begun(taken, Duration.ZERO)));
    }

    @Override
    public Settlement finish(List<Ended> group) {
        if (!finishes.isEmpty()) {
            finishes.remove().run();
        }
        group.forEach(ended -> outcomes.add(ended.outcome()));
        return new Settlement(untilNextSlot, false);
    }

    @Override
    public int runningLanes() {
        counted++;
        if (lanes < 0) {
            throw TestDatabase.away();
        }
        return lanes;
    }

    @Override
    public void notReached(LaneId lane, Means means, String message) {
        notReached.add(message);
    }

    @Override
    public void leave(LaneId lane) {
        // Nobody else is there.
    }
}
