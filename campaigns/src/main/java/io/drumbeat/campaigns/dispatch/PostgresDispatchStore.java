package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.database.Replies;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Report;
import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link DispatchStore} and {@link ReportStore} on PostgreSQL. */
final class PostgresDispatchStore implements DispatchStore, ReportStore {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDispatchStore.class);

    private final Database database;
    private final CampaignControl control;
    private final Pauses pauses;
    private final BackOff backOff;

    /** @param random draws the pauses */
    PostgresDispatchStore(Database database, CampaignControl control, RandomGenerator random) {
        this.database = database;
        this.control = control;
        this.pauses = new Pauses(random);
        this.backOff = new BackOff(random);
    }

    @Override
    public Turn ask(LaneId lane, Means means) {
        Turn turn = database.transact(handle -> Beginning.ask(handle, lane, means));
        if (turn instanceof Turn.Gated gated && gated.why() == Turn.Gated.Why.BLOCKED) {
            // No outcome tells a campaign of what blocked its senders before it began or was resumed.
            control.applyBreakers();
        }
        return turn;
    }

    @Override
    public Turn begin(LaneId lane, Means means, List<UUID> dispatches) {
        return database.transact(handle ->
                Beginning.begin(handle, lane, means, dispatches).orElseGet(() -> unanswered(handle, lane, dispatches)));
    }

    /** Only the caller of begin could have sent these, and has not heard of them: they go back, and nothing is taken. */
    private Turn unanswered(Handle handle, LaneId lane, List<UUID> dispatches) {
        Map<AccountKey, List<Ended>> begun = DispatchRows.begun(handle, dispatches).stream()
                .collect(Collectors.groupingBy(
                        Dispatch::account, Collectors.mapping(PostgresDispatchStore::givenBack, Collectors.toList())));
        begun.forEach(
                (account, group) -> finishing(handle, lane, account, group).finish(group));
        return new Turn.NotYet(Duration.ZERO, null);
    }

    private static Ended givenBack(Dispatch dispatch) {
        return new Ended(dispatch, new Outcome.GivenBack("it was not begun in time"), Duration.ZERO);
    }

    @Override
    public Settlement finish(List<Ended> group) {
        Dispatch any = group.get(0).dispatch();
        Settlement settlement = database.transact(
                handle -> finishing(handle, any.lane(), any.account(), group).finish(group));
        if (settlement.wakes()) {
            followBreakers();
        }
        return settlement;
    }

    private Finishing finishing(Handle handle, LaneId lane, AccountKey account, List<Ended> group) {
        return new Finishing(
                handle, lane, account, group.stream().map(Ended::dispatch).toList(), pauses, backOff);
    }

    /** What is written stands, and keeps the campaign from beginning; a status that cannot follow now follows later. */
    private void followBreakers() {
        try {
            control.applyBreakers();
        } catch (DatabaseUnavailable later) {
            LOG.warn("What tripped changes its campaign's status only later: {}", later.getMessage());
        }
    }

    @Override
    public void learn(UUID dispatch, Report report, Duration ago) {
        boolean wakes = database.jdbi()
                .withHandle(handle -> DispatchRows.past(handle, dispatch))
                .map(past -> database.transact(
                        handle -> new Finishing(handle, past.lane(), past.account(), List.of(past), pauses, backOff)
                                .learn(past, report, ago)))
                .orElse(false);
        if (wakes) {
            followBreakers();
        }
    }

    @Override
    public int runningLanes() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                select count(*) from lane l join campaign c using (campaign_id)
                where not l.ended and c.status = 'running'
                  and (l.touched_at > (select clock_now() - interval '15 s') or l.touched_at = 'epoch')""").mapTo(Integer.class).one());
    }

    @Override
    public void notReached(LaneId lane, Means means, String message) {
        database.transact(handle -> {
            LaneView view = DispatchRows.locked(handle, lane);
            AccountView account = view.account();
            // Where the slot has moved away meanwhile, another lane has found the same, or has sent.
            if (account.key() != null
                    && view.objection(means).isEmpty()
                    && !account.slot().dueAt().isAfter(view.now())) {
                SlotEnd slot = new SlotEnd(handle, account.key(), account.pace(), view.now(), pauses, backOff);
                slot.notReached(message);
                slot.bind(handle.createUpdate(SlotEnd.ACCOUNT)).execute();
                slot.tell();
                Blocks.giveBack(handle, lane, view.block());
            }
            return null;
        });
    }

    @Override
    public void leave(LaneId lane) {
        // A hint, and one row alone: it is neither locked for nor waited for.
        database.transact(handle -> handle.createQuery(Replies.together("""
                        select set_config('synchronous_commit', 'off', true)""", """
                        update lane set asked_at = null
                        where campaign_id = :campaign and sender_id = :sender and asked_at is not null"""))
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .execute(Replies.none()));
    }
}
