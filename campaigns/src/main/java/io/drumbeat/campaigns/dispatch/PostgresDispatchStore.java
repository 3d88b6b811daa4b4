package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.CampaignControl;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
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
        Turn turn = database.transact(handle -> new Beginning(handle, lane, means).ask());
        if (turn instanceof Turn.Gated gated && gated.why() == Turn.Gated.Why.BLOCKED) {
            // No outcome tells a campaign of what blocked its senders before it began or was resumed.
            control.applyBreakers();
        }
        return turn;
    }

    @Override
    public Turn begin(LaneId lane, Means means, UUID dispatch) {
        return database.transact(handle ->
                new Beginning(handle, lane, means).begin(dispatch).orElseGet(() -> unanswered(handle, dispatch)));
    }

    /** Only the caller of begin could have sent it, and has not heard of it: it goes back, and nothing else is taken. */
    private Turn unanswered(Handle handle, UUID dispatch) {
        DispatchRows.past(handle, dispatch)
                .or(() ->
                        DispatchRows.journal(handle, "j.dispatch_id = :dispatch", Map.of("dispatch", dispatch)).stream()
                                .findFirst())
                .ifPresent(begun -> new Finishing(handle, begun, Duration.ZERO, pauses, backOff)
                        .finish(new Outcome.GivenBack("it was not begun in time")));
        return new Turn.NotYet(Duration.ZERO, null);
    }

    @Override
    public Settlement finish(Dispatch dispatch, Outcome outcome, Duration sinceEnd) {
        Settlement settlement =
                database.transact(handle -> new Finishing(handle, dispatch, sinceEnd, pauses, backOff).finish(outcome));
        if (settlement.wakes()) {
            followBreakers();
        }
        return settlement;
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
                .map(past ->
                        database.transact(handle -> new Finishing(handle, past, ago, pauses, backOff).learn(report)))
                .orElse(false);
        if (wakes) {
            followBreakers();
        }
    }

    @Override
    public void notReached(LaneId lane, Means means, String message) {
        database.transact(handle -> {
            LaneView view = DispatchRows.locked(handle, lane);
            // Where the slot has moved away meanwhile, another lane has found the same, or has sent.
            AccountKey account = view.account().key();
            if (account != null
                    && view.objection(means).isEmpty()
                    && !view.account().slot().dueAt().isAfter(view.now())) {
                backOff(handle, account, message);
                new Tape(handle, lane, view.account().pacing()).giveBack();
            }
            return null;
        });
    }

    private void backOff(Handle handle, AccountKey account, String message) {
        int failures = handle.createQuery("select trouble + 1 from account where account_key = :account")
                .bind("account", account)
                .mapTo(Integer.class)
                .one();
        Instant again = handle.createQuery("""
                update account set trouble = :failures, trouble_reason = :message,
                       due_at = clock_now() + :backOffMillis * interval '1 ms'
                where account_key = :account returning due_at""")
                .bind("account", account)
                .bind("failures", failures)
                .bind("message", message)
                .bind("backOffMillis", backOff.after(failures, null).toMillis())
                .mapTo(Instant.class)
                .one();
        Spell.begins(handle, account, message, again);
    }
}
