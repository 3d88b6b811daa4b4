package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.HeldUp;
import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.campaigns.sender.SenderId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** {@link RecoveryStore} on PostgreSQL. */
final class PostgresRecoveryStore implements RecoveryStore {

    private static final String LIVE = "c.status in ('scheduled', 'running', 'paused')";

    /** Nothing has touched it for 30 s past its next time; one that waits to be woken has none. */
    private static final String UNTOUCHED = "l.next_at < clock_now() - interval '30 s'";

    /** What still holds a slot has no journal line: nobody knows when that send ended, so its account waits for the lease. */
    private static final String AFTER_TESTS = """
            update account set due_at = greatest(due_at, lease_until), held_by = null, lease_until = null
            where held_by is not null""";

    private final Database database;
    private final CampaignControl control;
    private final Pauses pauses;
    private final BackOff backOff;

    /** @param random draws the pauses */
    PostgresRecoveryStore(Database database, CampaignControl control, RandomGenerator random) {
        this.database = database;
        this.control = control;
        this.pauses = new Pauses(random);
        this.backOff = new BackOff(random);
    }

    @Override
    public List<LaneId> lanes(CampaignId campaign) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select sender_id from lane where campaign_id = :campaign order by sender_id")
                        .bind("campaign", campaign)
                        .map((row, context) -> new LaneId(campaign, new SenderId(row.getString("sender_id"))))
                        .list());
    }

    @Override
    public int settleAfterCrash() {
        int unconfirmed = settleJournal("true");
        database.jdbi().useHandle(handle -> handle.execute(AFTER_TESTS));
        return unconfirmed;
    }

    @Override
    public Mended reconcile() {
        int unconfirmed = settleJournal("j.lease_until <= clock_now()");
        noteWhatIsSettled();
        giveBackForgottenBlocks();
        control.startAllDue();
        control.applyBreakers();
        return new Mended(unconfirmed, live(), ended(), overdue(), wanted());
    }

    /** Lane by lane, so that one whose gate does not open keeps no other waiting. */
    private int settleJournal(String which) {
        record At(LaneId lane, AccountKey account) {}
        Map<At, List<Dispatch>> begun =
                database
                        .jdbi()
                        .withHandle(handle -> DispatchRows.journal(handle, which, UnaryOperator.identity()))
                        .stream()
                        .collect(Collectors.groupingBy(dispatch -> new At(dispatch.lane(), dispatch.account())));
        AtomicInteger settled = new AtomicInteger();
        HeldUp.each(
                begun.entrySet(),
                entry -> settled.addAndGet(database.transact(handle -> new Finishing(
                                handle,
                                entry.getKey().lane(),
                                entry.getKey().account(),
                                entry.getValue(),
                                pauses,
                                backOff)
                        .settleAfterCrash(entry.getValue()))));
        return settled.get();
    }

    /** A line that is being written has a lease that ends later than its transaction can. */
    private void noteWhatIsSettled() {
        database.jdbi().useHandle(handle -> handle.execute("""
                        update journal_settled set until = (select least(min(lease_until), clock_now()) from journal)"""));
    }

    /** A lane that does not come any more must not keep what another lane could send. */
    private void giveBackForgottenBlocks() {
        HeldUp.each(
                lanesWhere("l.block_lo is not null and " + UNTOUCHED),
                lane -> database.transact(handle -> {
                    LaneView view = DispatchRows.locked(handle, lane);
                    if (isUntouched(handle, lane)) {
                        Blocks.giveBack(handle, lane, view.block());
                    }
                    return null;
                }));
    }

    private static boolean isUntouched(Handle handle, LaneId lane) {
        return handle.createQuery("select " + UNTOUCHED
                        + " from lane l where l.campaign_id = :campaign and l.sender_id = :sender")
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .mapTo(Boolean.class)
                .one();
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

    /**
     * A send that was none has given its place back, or somebody wrote who needs none now, which nobody was told. What people
     * write comes some seconds late.
     */
    private static final String HAS_A_PLACE = """
            l.waits_for = 'cap' and c.status = 'running' and l.next_at > clock_now() + interval '10 s'
            and (exists (select from portfolio p where p.portfolio_id = s.portfolio_id and %s < p.unique_recipients)
                 or exists (select from portfolio_writer w
                             where w.portfolio_id = s.portfolio_id
                               and w.wrote_at > l.touched_at - interval '1 minute'))""".formatted(Portfolio.USED);

    /** A lane that is behind, but comes back within seconds, hears of the change by itself. */
    private List<LaneId> overdue() {
        return lanesWhere("""
                (c.status = 'running' and (%s or l.touched_at = 'epoch' and c.started_at < clock_now() - interval '30 s')
                 or l.heard <> %s and l.touched_at <> 'epoch'
                    and coalesce(l.next_at > clock_now() + interval '10 s', true) and c.status = 'running'
                 or %s)""".formatted(UNTOUCHED, DispatchRows.NEWS, HAS_A_PLACE));
    }

    /** Those that come by themselves within seconds are not woken. */
    private List<LaneId> wanted() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                with waiting as (
                    select l.campaign_id, l.sender_id,
                           row_number() over (partition by l.campaign_id order by l.touched_at, l.sender_id) as place
                    from lane l join campaign c using (campaign_id)
                    where not l.ended and c.status = 'running'
                      -- One that is quiet comes at its time, unless others come then and it waits to be woken.
                      and (l.waits_for = 'rows' or l.waits_for = 'quiet' and l.next_at is null)
                      and coalesce(l.next_at > clock_now() + interval '2 s', true)),
                rows_there as (
                    select campaign_id,
                           (select count(*) from due d where d.campaign_id = w.campaign_id and d.due_at <= clock_now())
                           + (select coalesce(sum(hi - lo + 1), 0) from free_block f
                               where f.campaign_id = w.campaign_id) as many
                    from waiting w where place = 1)
                select campaign_id, sender_id from waiting join rows_there using (campaign_id) where place <= many""")
                        .map((row, context) ->
                                DispatchRows.lane(row.getObject("campaign_id", UUID.class), row.getString("sender_id")))
                        .list());
    }

    private List<LaneId> lanesWhere(String condition) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                select l.campaign_id, l.sender_id from lane l join campaign c using (campaign_id)
                left join sender s using (sender_id) left join account a using (account_key)
                where not l.ended and\s""" + condition)
                        .map((row, context) ->
                                DispatchRows.lane(row.getObject("campaign_id", UUID.class), row.getString("sender_id")))
                        .list());
    }
}
