package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.campaign.control.Retry;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.WarmUp;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A database with senders and running campaigns, and the stores on it. */
public final class Installation implements AutoCloseable {

    public static final Pacing NO_DELAY = new Pacing.Delay(Duration.ZERO, Duration.ZERO);

    public final TestDatabase database = TestDatabase.fresh();
    public final CampaignControl control = CampaignControl.on(database.database());
    public final SenderStore senders = SenderStore.on(database.database());
    public final DispatchStores stores = DispatchStores.on(database.database(), control, new Random(7));
    public final DispatchStore dispatches = stores.sending();
    public final ReportStore reports = stores.reports();
    public final PublishingStore publishing = stores.publishing();
    public final RecoveryStore recovery = stores.recovery();

    /** Campaigns whose status Drumbeat itself has changed, in that order. */
    public final List<CampaignId> followed = new CopyOnWriteArrayList<>();

    private final List<Sender> configured = new ArrayList<>();

    /** With a worker that is there whatever the clock says. */
    public Installation() {
        control.listener(followed::add);
        database.database()
                .jdbi()
                .useHandle(handle -> handle.execute("insert into worker (name, seen_at) values ('test', 'infinity')"));
    }

    /** One with {@code senders} that pause for nothing and have no cap. */
    public static Installation with(String... senders) {
        Installation installation = new Installation();
        for (String sender : senders) {
            installation.sender(sender, NO_DELAY, null);
        }
        return installation;
    }

    public Sender sender(String id, Pacing pacing, @Nullable Integer dailyCap) {
        return sender(id, pacing, dailyCap, null);
    }

    /** One with quiet hours. */
    public Sender sender(String id, Pacing pacing, @Nullable Integer dailyCap, @Nullable QuietHours quietHours) {
        return sender(id, pacing, dailyCap, WarmUp.NONE, quietHours);
    }

    /** One with a warm-up. */
    public Sender sender(
            String id, Pacing pacing, @Nullable Integer dailyCap, WarmUp warmUp, @Nullable QuietHours quietHours) {
        return sender(id, pacing, dailyCap, warmUp, quietHours, null);
    }

    /** One of {@code portfolio}. */
    public Sender ofPortfolio(String id, Pacing pacing, @Nullable Integer dailyCap, Portfolio portfolio) {
        return sender(id, pacing, dailyCap, WarmUp.NONE, null, portfolio);
    }

    private Sender sender(
            String id,
            Pacing pacing,
            @Nullable Integer dailyCap,
            WarmUp warmUp,
            @Nullable QuietHours quietHours,
            @Nullable Portfolio portfolio) {
        Sender sender = new Sender(
                new SenderId(id),
                new AccountKey("cloud|vendor:443|" + id),
                "cloud",
                id,
                pacing,
                dailyCap,
                warmUp,
                quietHours,
                Duration.ofSeconds(30),
                portfolio);
        configured.removeIf(old -> old.id().equals(sender.id()));
        configured.add(sender);
        senders.configure(configured);
        return sender;
    }

    /** Takes a sender out of senders.json. */
    public void remove(String id) {
        configured.removeIf(sender -> sender.id().equals(new SenderId(id)));
        senders.configure(configured);
    }

    /** Gives a sender another account in senders.json. */
    public void move(String id, AccountKey account) {
        configured.replaceAll(sender -> !sender.id().equals(new SenderId(id))
                ? sender
                : new Sender(
                        sender.id(),
                        account,
                        sender.gateway(),
                        sender.name(),
                        sender.pacing(),
                        sender.dailyCap(),
                        sender.warmUp(),
                        sender.quietHours(),
                        sender.timeout(),
                        sender.portfolio()));
        senders.configure(configured);
    }

    /** A running campaign of {@code recipients} over {@code senders}, without a failure rate that pauses it. */
    public CampaignId campaign(int recipients, String... senders) {
        return campaignWith("{}", recipients, senders);
    }

    public CampaignId campaignWith(String spec, int recipients, String... senders) {
        return campaign(database, "test", spec, recipients, senders);
    }

    /** One that runs in {@code database}, as an import and a start leave it. */
    public static CampaignId campaign(
            TestDatabase database, String name, String spec, int recipients, String... senders) {
        CampaignId id = CampaignId.random();
        database.database().jdbi().useTransaction(handle -> {
            handle.createUpdate("""
                    insert into campaign (campaign_id, name, status, spec, created_by, created_at, started_at, rows,
                                          accepted, rejected, duplicates, suppressed, reject_header)
                    values (:id, :name, 'running', cast(:spec as jsonb), 'test', clock_now(), clock_now(), :n, :n, 0, 0,
                            0, '{}')""")
                    .bind("id", id.value())
                    .bind("name", name)
                    .bind("spec", spec)
                    .bind("n", recipients)
                    .execute();
            handle.createUpdate("""
                    insert into recipient (campaign_id, tape, n, line, phone, variables)
                    select :id, 0, n, n + 1, '+4915' || lpad(n::text, 8, '0'), '{}' from generate_series(1, :n) n""")
                    .bind("id", id.value())
                    .bind("n", recipients)
                    .execute();
            handle.execute("insert into tape (campaign_id, tape, size) values (?, 0, ?)", id.value(), recipients);
            handle.execute("insert into failure_window (campaign_id) values (?)", id.value());
            for (String sender : senders) {
                handle.execute("insert into lane (campaign_id, sender_id) values (?, ?)", id.value(), sender);
            }
        });
        return id;
    }

    /** Row {@code n} of {@code campaign} goes to {@code phone}, as an import writes it. */
    public void sendTo(CampaignId campaign, long n, String phone) {
        database.database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "update recipient set phone = ?, person = nullif(?, ?) where campaign_id = ? and n = ?",
                        phone,
                        Person.key(phone),
                        phone,
                        campaign.value(),
                        n));
    }

    /** One whose media is posted: a file of {@code size} bytes, the same one under the same {@code name}. */
    CampaignId campaignWithMedia(String name, long size, int recipients, String... senders) {
        CampaignId id = campaign(recipients, senders);
        database.database().jdbi().useTransaction(handle -> {
            handle.execute(
                    "insert into media_asset (sha256, size, mime_type, token, created_at)"
                            + " values (sha256(cast(? as bytea)), ?, 'image/png', ?, clock_now()) on conflict do nothing",
                    name,
                    size,
                    name);
            handle.execute(
                    "update campaign set media_sha256 = sha256(cast(? as bytea)) where campaign_id = ?",
                    name,
                    id.value());
        });
        return id;
    }

    /**
     * Ends the session that puts the row {@code number} into {@code table}, in the middle of its transaction, as a process that is
     * killed does.
     */
    void cutAt(String table, int number) {
        database.database().jdbi().useHandle(handle -> handle.execute("""
                create function cut() returns trigger language plpgsql as
                $$ begin
                    if (select count(*) from %1$s) >= %2$d then perform pg_terminate_backend(pg_backend_pid()); end if;
                    return null;
                end $$;
                create trigger cut after insert on %1$s execute function cut()""".formatted(table, number)));
    }

    /** Nothing ends sessions any more. */
    void cutNoMore() {
        database.database().jdbi().useHandle(handle -> handle.execute("drop function cut cascade"));
    }

    /** All media is at the account of sender a, as {@code reference}. */
    void upload(String reference) {
        database.database().jdbi().useHandle(handle -> handle.execute("""
                        insert into publication (sha256, account_key, reference, published_at)
                        select sha256, 'cloud|vendor:443|a', ?, clock_now() from media_asset
                        on conflict (sha256, account_key) do update set reference = excluded.reference""", reference));
    }

    public LaneId lane(CampaignId campaign, String sender) {
        return new LaneId(campaign, new SenderId(sender));
    }

    /** How a process that has the senders of senders.json would send for {@code lane}. */
    public Means means(LaneId lane, MediaWay way) {
        AccountKey account = configured.stream()
                .filter(sender -> sender.id().equals(lane.sender()))
                .map(Sender::account)
                .findFirst()
                .orElse(null);
        return new Means("test", account, way);
    }

    /** As the process says it that could not connect to its vendor. */
    public void notReached(LaneId lane, String message) {
        dispatches.notReached(lane, means(lane, MediaWay.LINK), message);
    }

    /** Asks for a campaign whose media goes by a link. */
    Turn ask(LaneId lane) {
        return dispatches.ask(lane, means(lane, MediaWay.LINK));
    }

    /** Begins, where it may. */
    public Turn begin(LaneId lane) {
        return begin(lane, MediaWay.LINK);
    }

    /** Begins, where it may, a campaign whose media goes that way. */
    Turn begin(LaneId lane, MediaWay way) {
        return dispatches.begin(lane, means(lane, way), Dispatch.ids(1));
    }

    /** Begins, where it must be able to. */
    public Dispatch taken(LaneId lane) {
        return taken(lane, MediaWay.LINK);
    }

    /** As {@link #taken(LaneId)}, of a campaign whose media goes that way. */
    Dispatch taken(LaneId lane, MediaWay way) {
        Turn turn = begin(lane, way);
        if (turn instanceof Turn.Taken taken) {
            return only(taken);
        }
        throw new AssertionError("expected a recipient, got " + turn);
    }

    /** The one that was taken. */
    public static Dispatch only(Turn.Taken taken) {
        if (taken.begun().size() != 1) {
            throw new AssertionError("expected one recipient, got " + taken);
        }
        return taken.begun().get(0).dispatch();
    }

    public DispatchStore.Settlement finish(Dispatch dispatch, Outcome outcome) {
        return dispatches.finish(List.of(new DispatchStore.Ended(dispatch, outcome, Duration.ZERO)));
    }

    /** Begins and finishes one recipient. */
    public DispatchStore.Settlement send(LaneId lane, Outcome outcome) {
        return finish(taken(lane), outcome);
    }

    void settleAfterCrash() {
        recovery.settleAfterCrash();
    }

    /** What a person asks for who accepts duplicates: another go for all of a campaign that did not go well. */
    public CampaignControl.Result retry(CampaignId campaign) {
        return control.retry(campaign, new Retry(Retry.POSSIBLE, Set.of()), "operator");
    }

    /** As if nobody had ever blocked, paused or backed off anything. */
    void forgetTroubles() {
        database.database().jdbi().useHandle(handle -> {
            handle.execute("update account set blocked_reason = null, due_at = 'epoch', trouble = 0");
            handle.execute("update campaign set status = 'cancelled'");
        });
    }

    public String status(CampaignId campaign) {
        return one("select status from campaign where campaign_id = ?", String.class, campaign.value());
    }

    /** The phones of a campaign's recipients, in the order of the tape. */
    List<String> phones(CampaignId campaign) {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "select phone from recipient where campaign_id = ? order by n", campaign.value())
                        .mapTo(String.class)
                        .list());
    }

    public long count(String sql, Object... arguments) {
        return one(sql, Long.class, arguments);
    }

    public <T> T one(String sql, Class<T> type, Object... arguments) {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.select(sql, arguments).mapTo(type).one());
    }

    /** How many recipients ended as {@code status}, which the lanes' counters must agree on. */
    public long settled(CampaignId campaign, String status) {
        long rows =
                count("select count(*) from recipient where campaign_id = ? and status = ?", campaign.value(), status);
        long counted =
                count("select coalesce(sum(" + status + "), 0) from lane where campaign_id = ?", campaign.value());
        if (rows != counted) {
            throw new AssertionError(rows + " recipients are " + status + ", but the lanes count " + counted);
        }
        return rows;
    }

    @Override
    public void close() {
        database.close();
    }
}
