package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.CampaignControl;
import io.drumbeat.campaigns.campaign.CampaignId;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.database.HeldUp;
import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link DispatchStore} on PostgreSQL. */
public final class PostgresDispatchStore implements DispatchStore {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDispatchStore.class);

    private static final String LIVE = "c.status in ('scheduled', 'running', 'paused')";

    private final Database database;
    private final CampaignControl control;
    private final Pauses pauses;
    private final BackOff backOff;

    /** @param random draws the pauses */
    public PostgresDispatchStore(Database database, CampaignControl control, RandomGenerator random) {
        this.database = database;
        this.control = control;
        this.pauses = new Pauses(random);
        this.backOff = new BackOff(random);
    }

    @Override
    public Turn ask(LaneId lane, Means means) {
        Turn turn = database.transact(handle -> new Beginning(handle, lane, means).ask());
        if (turn instanceof Turn.Gated gated && gated.blocked()) {
            // No outcome tells a campaign of what blocked its senders before it began or was resumed.
            control.applyBreakers();
        }
        return turn;
    }

    @Override
    public Optional<String> objection(LaneId lane, Means means) {
        return database.jdbi()
                .withHandle(handle -> DispatchRows.view(handle, lane, null).objection(means));
    }

    @Override
    public Turn begin(LaneId lane, Means means, UUID dispatch) {
        return database.transact(handle ->
                new Beginning(handle, lane, means).begin(dispatch).orElseGet(() -> unanswered(handle, dispatch)));
    }

    /** Only the caller of begin could have sent it, and has not heard of it: it goes back, and nothing else is taken. */
    private Turn unanswered(Handle handle, UUID dispatch) {
        past(handle, dispatch)
                .or(() -> journal(handle, "j.dispatch_id = :dispatch", Map.of("dispatch", dispatch)).stream()
                        .findFirst())
                .ifPresent(begun -> new Finishing(handle, begun, Duration.ZERO, pauses, backOff)
                        .finish(new Outcome.GivenBack("it was not begun in time")));
        return new Turn.NotYet(Duration.ZERO, null);
    }

    @Override
    public Settlement finish(Dispatch dispatch, Outcome outcome, Duration sinceEnd) {
        Settlement settlement =
                database.transact(handle -> new Finishing(handle, dispatch, sinceEnd, pauses, backOff).finish(outcome));
        return followed(settlement);
    }

    /** What is written stands, and keeps the campaign from beginning; a status that cannot follow now follows later. */
    private Settlement followed(Settlement settlement) {
        if (!settlement.wakes()) {
            return settlement;
        }
        try {
            return new Settlement(settlement.untilNextSlot(), true, control.applyBreakers());
        } catch (DatabaseUnavailable later) {
            LOG.warn("A campaign's status follows what tripped only later: {}", later.getMessage());
            return settlement;
        }
    }

    @Override
    public Settlement learn(UUID dispatch, Report report, Duration ago) {
        return database.jdbi()
                .withHandle(handle -> past(handle, dispatch))
                .map(past -> followed(
                        database.transact(handle -> new Finishing(handle, past, ago, pauses, backOff).learn(report))))
                .orElse(Settlement.NONE);
    }

    private static Optional<Dispatch> past(Handle handle, UUID dispatch) {
        return handle.createQuery("""
                select p.dispatch_id, p.campaign_id, p.sender_id, p.account_key, p.tape, p.n, p.attempt,
                       p.uploaded_media, r.line, r.phone, r.variables
                from past_dispatch p join recipient r using (campaign_id, tape, n) where p.dispatch_id = :dispatch""")
                .bind("dispatch", dispatch)
                .map((row, context) -> dispatch(row, row.getString("uploaded_media")))
                .findOne();
    }

    @Override
    public void notReached(LaneId lane, Means means, String message) {
        database.transact(handle -> {
            LaneView view = DispatchRows.locked(handle, lane);
            // Where the slot has moved away meanwhile, another lane has found the same, or has sent.
            AccountKey account = view.account();
            if (account != null
                    && view.objection(means).isEmpty()
                    && !view.dueAt().isAfter(view.now())) {
                backOff(handle, account, message);
                new Tape(handle, lane, view.pacing()).giveBack();
            }
            return null;
        });
    }

    private void backOff(Handle handle, AccountKey account, String message) {
        int failures = handle.createQuery("select trouble + 1 from account where account_key = :account")
                .bind("account", account.value())
                .mapTo(Integer.class)
                .one();
        Instant again = handle.createQuery("""
                update account set trouble = :failures, trouble_reason = :message,
                       due_at = clock_now() + :backOffMillis * interval '1 ms'
                where account_key = :account returning due_at""")
                .bind("account", account.value())
                .bind("failures", failures)
                .bind("message", message)
                .bind("backOffMillis", backOff.after(failures, null).toMillis())
                .mapTo(Instant.class)
                .one();
        Spell.begins(handle, account, message, again);
    }

    @Override
    public void notPublished(LaneId lane, String reason, Duration delay) {
        database.transact(handle -> {
            DispatchRows.locked(handle, lane);
            new PublishingSpell(handle, lane).goesOn(reason, delay);
            return null;
        });
    }

    @Override
    public void published(LaneId lane) {
        database.transact(handle -> {
            new PublishingSpell(handle, lane).ends();
            return null;
        });
    }

    @Override
    public void unpublishable(LaneId lane, String reason) {
        database.transact(handle -> handle.createUpdate(
                        "update lane set unpublishable = :reason where campaign_id = :campaign and sender_id = :sender")
                .bind("campaign", lane.campaign().value())
                .bind("sender", lane.sender().value())
                .bind("reason", reason)
                .execute());
        control.applyBreakers();
    }

    @Override
    public void block(AccountKey account, String reason) {
        database.transact(handle -> {
            Breakers.block(handle, account, reason);
            return null;
        });
        control.applyBreakers();
    }

    @Override
    public List<LaneId> lanes(CampaignId campaign) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select sender_id from lane where campaign_id = :campaign order by sender_id")
                        .bind("campaign", campaign.value())
                        .map((row, context) -> new LaneId(campaign, new SenderId(row.getString("sender_id"))))
                        .list());
    }

    @Override
    public int settleAfterCrash() {
        int unconfirmed = settleJournal("true");
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "update account set held_by = null, lease_until = null where held_by is not null"));
        return unconfirmed;
    }

    @Override
    public Mended reconcile() {
        int unconfirmed = settleJournal("j.lease_until <= clock_now()");
        giveBackForgottenBlocks();
        List<CampaignId> followed = control.applyBreakers();
        forgetOldCapUse();
        return new Mended(unconfirmed, followed, live(), ended(), overdue());
    }

    private int settleJournal(String which) {
        AtomicInteger settled = new AtomicInteger();
        HeldUp.each(database.jdbi().withHandle(handle -> journal(handle, which, Map.of())), dispatch -> {
            if (database.transact(
                    handle -> new Finishing(handle, dispatch, Duration.ZERO, pauses, backOff).settleAfterCrash())) {
                settled.incrementAndGet();
            }
        });
        return settled.get();
    }

    private static List<Dispatch> journal(Handle handle, String which, Map<String, ?> binds) {
        return handle.createQuery("""
                select j.dispatch_id, j.campaign_id, j.sender_id, j.account_key, j.tape, j.n, j.attempt,
                       r.line, r.phone, r.variables
                from journal j join recipient r using (campaign_id, tape, n) where\s""" + which)
                .bindMap(binds)
                .map((row, context) -> dispatch(row, null))
                .list();
    }

    private static Dispatch dispatch(ResultSet row, @Nullable String uploadedMedia) throws SQLException {
        Tape.Row recipient = Tape.Row.of(row, row.getInt("attempt"));
        return new Dispatch(
                row.getObject("dispatch_id", UUID.class),
                lane(row.getObject("campaign_id", UUID.class), row.getString("sender_id")),
                new AccountKey(row.getString("account_key")),
                recipient.tape(),
                recipient.n(),
                recipient.line(),
                recipient.phone(),
                recipient.variables(),
                recipient.attempt(),
                uploadedMedia);
    }

    /** A lane that does not come any more must not keep what another lane could send. */
    private void giveBackForgottenBlocks() {
        HeldUp.each(
                lanesWhere("l.block_lo is not null and " + UNTOUCHED),
                lane -> database.transact(handle -> {
                    LaneView view = DispatchRows.locked(handle, lane);
                    if (isUntouched(handle, lane)) {
                        new Tape(handle, lane, view.pacing()).giveBack();
                    }
                    return null;
                }));
    }

    /** Nothing has touched it for 30 s past its next time; one that waits to be woken has none. */
    private static final String UNTOUCHED = "l.next_at < clock_now() - interval '30 s'";

    private static boolean isUntouched(Handle handle, LaneId lane) {
        return handle.createQuery("select " + UNTOUCHED
                        + " from lane l where l.campaign_id = :campaign and l.sender_id = :sender")
                .bind("campaign", lane.campaign().value())
                .bind("sender", lane.sender().value())
                .mapTo(Boolean.class)
                .one();
    }

    private void forgetOldCapUse() {
        database.jdbi()
                .useHandle(handle ->
                        handle.execute("delete from cap_use where minute < clock_now() - interval '25 hours'"));
    }

    private List<CampaignId> live() {
        return campaignsWhere(LIVE + " order by c.created_at");
    }

    /** Most end by themselves within moments. */
    private List<CampaignId> ended() {
        return campaignsWhere("""
                c.finished_at < clock_now() - interval '5 s' and not c.at_rest
                order by c.finished_at limit 200""");
    }

    private List<CampaignId> campaignsWhere(String condition) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select c.campaign_id from campaign c where " + condition)
                        .mapTo(UUID.class)
                        .map(CampaignId::new)
                        .list());
    }

    @Override
    public void atRest(CampaignId campaign) {
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "update campaign set at_rest = true where campaign_id = ? and finished_at is not null",
                        campaign.value()));
    }

    /** A lane that is behind, but comes back within seconds, hears of the change by itself. */
    private List<LaneId> overdue() {
        return lanesWhere("""
                (c.status = 'running' and (%s or l.touched_at = 'epoch' and c.started_at < clock_now() - interval '30 s')
                 or l.heard <> %s and l.touched_at <> 'epoch'
                    and coalesce(l.next_at > clock_now() + interval '10 s', true) and c.status = 'running')""".formatted(UNTOUCHED, DispatchRows.NEWS));
    }

    private List<LaneId> lanesWhere(String condition) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                select l.campaign_id, l.sender_id from lane l join campaign c using (campaign_id)
                left join sender s using (sender_id) left join account a using (account_key)
                where not l.ended and\s""" + condition)
                        .map((row, context) ->
                                lane(row.getObject("campaign_id", UUID.class), row.getString("sender_id")))
                        .list());
    }

    private static LaneId lane(UUID campaign, String sender) {
        return new LaneId(new CampaignId(campaign), new SenderId(sender));
    }
}
