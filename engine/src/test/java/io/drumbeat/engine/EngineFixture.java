package io.drumbeat.engine;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.dispatch.DispatchStores;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.spec.SpecJson;
import io.drumbeat.engine.activity.CampaignContent;
import io.drumbeat.engine.activity.Ticker;
import io.drumbeat.engine.reconcile.Reconciler;
import io.drumbeat.engine.reconcile.TemporalCampaignSignals;
import io.drumbeat.engine.sender.ConnectedSenderFixture;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.tracing.Tracing;
import io.drumbeat.engine.workflow.CampaignState;
import io.drumbeat.engine.workflow.PublishResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An engine on a real database and one vendor in memory for each sender. */
public final class EngineFixture implements AutoCloseable {
    public final TestDatabase database = TestDatabase.fresh();
    public final CampaignControl control = CampaignControl.on(database.database());
    public final SenderStore senders = SenderStore.on(database.database());
    public final DispatchStores dispatches = DispatchStores.on(database.database(), control, new Random(7));
    public final Map<String, RecordingGateway> vendors = new LinkedHashMap<>();
    public final Reconciler reconciler;
    public final TemporalCampaignSignals signals;
    public final AtomicInteger renewals = new AtomicInteger();
    private final TemporalConnection connection;
    private final int dispatchesAServer;
    private double activitiesPerSecond = Double.POSITIVE_INFINITY;
    private final List<Sender> configured = new ArrayList<>();
    private final Set<String> unknown = new HashSet<>();
    private EngineWorker worker;
    private volatile Function<LaneId, PublishResult> publisher = lane -> PublishResult.done();

    /** Configures {@code senders}, each with pauses of {@code pause}, and starts a worker. */
    public EngineFixture(TemporalConnection connection, Duration pause, String... senders) {
        this(connection, Integer.MAX_VALUE, pause, senders);
    }

    /** One whose server within this process is replaced every {@code dispatchesAServer}. */
    public EngineFixture(TemporalConnection connection, int dispatchesAServer, Duration pause, String... senders) {
        this(connection, dispatchesAServer, new Pacing.Delay(pause, pause), senders);
    }

    /** One with senders of another {@code pacing}. */
    public EngineFixture(TemporalConnection connection, Pacing pacing, String... senders) {
        this(connection, Integer.MAX_VALUE, pacing, senders);
    }

    private EngineFixture(TemporalConnection connection, int dispatchesAServer, Pacing pacing, String... senders) {
        this.connection = connection;
        this.dispatchesAServer = dispatchesAServer;
        for (String id : senders) {
            vendors.put(id, new RecordingGateway());
            configured.add(new Sender(new SenderId(id), account(id), "test", id, pacing, null, Duration.ofSeconds(5)));
        }
        this.senders.configure(configured);
        this.reconciler = new Reconciler(dispatches.recovery(), connection::client);
        this.signals = new TemporalCampaignSignals(connection::client, reconciler::soon, Tracing.OFF);
        control.listener(signals::changed);
        this.worker = newWorker();
        worker.start();
    }

    /** As when {@code id} is taken out of senders.json and the process started again. */
    public void remove(String id) {
        senders.configure(senders.list().stream()
                .map(SenderStore.State::sender)
                .filter(sender -> !sender.id().equals(new SenderId(id)))
                .toList());
        restartWorkerWithout(id);
    }

    /** As when a process is started whose senders.json does not have {@code id}, while the database does. */
    public void restartWorkerWithout(String id) {
        unknown.add(id);
        restartWorker();
    }

    /** As when a process is started that allows itself so many dispatch activities; else an activity handles one recipient. */
    public void allows(double perSecond) {
        activitiesPerSecond = perSecond;
        restartWorker();
    }

    private static AccountKey account(String sender) {
        return new AccountKey("test|vendor:443|" + sender);
    }

    private EngineWorker newWorker() {
        ConnectedSenders connected = new ConnectedSenders(configured.stream()
                .filter(sender -> !unknown.contains(sender.id().value()))
                .map(sender ->
                        ConnectedSenderFixture.sender(sender, vendor(sender.id().value())))
                .toList());
        CampaignContent content = new CampaignContent(
                MediaType.IMAGE,
                "https://media/offer.png",
                true,
                null,
                null,
                null,
                CampaignContent.Words.NONE,
                List.of());
        return new EngineWorker(
                connection,
                new EngineParts(
                        dispatches,
                        control,
                        this::state,
                        campaign -> content,
                        lane -> publisher.apply(lane),
                        connected,
                        signals,
                        null,
                        Tracing.OFF,
                        Ticker.system(),
                        activitiesPerSecond,
                        "test"),
                () -> {
                    renewals.incrementAndGet();
                    reconciler.restart();
                },
                dispatchesAServer);
    }

    /** From now on publishing comes to what {@code result} says. */
    public void publishes(Function<LaneId, PublishResult> result) {
        publisher = result;
    }

    /** The vendor of the sender {@code id}. */
    public RecordingGateway vendor(String id) {
        return Objects.requireNonNull(vendors.get(id));
    }

    /** As when the process is stopped and started: the worker ends and another one begins. */
    public void restartWorker() {
        worker.close();
        worker = newWorker();
        worker.start();
    }

    /** A running campaign, in the database only. */
    public CampaignId campaign(int recipients, String... lanes) {
        return Installation.campaign(database, "Diwali *offer*", "{}", recipients, lanes);
    }

    /** From now on those send for the campaign: as when a person changes its senders. */
    public void sendsBy(CampaignId id, String... lanes) {
        String spec = "{\"name\": \"Diwali *offer*\", \"senders\": [\"%s\"], \"media\": {\"type\": \"image\"}}";
        String before = database.database()
                .jdbi()
                .withHandle(handle -> handle.select("select spec::text from campaign where campaign_id = ?", id.value())
                        .mapTo(String.class)
                        .one());
        if (before.equals("{}")) {
            before = spec.formatted("main");
            String first = before;
            database.database()
                    .jdbi()
                    .useHandle(handle -> handle.execute(
                            "update campaign set spec = cast(? as jsonb) where campaign_id = ?", first, id.value()));
        }
        control.change(id, SpecJson.read(before), SpecJson.read(spec.formatted(String.join("\", \"", lanes))), "anna");
    }

    /** Whether the lane was last told to wait until it is woken. */
    public boolean waits(CampaignId id, String sender) {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "select next_at is null and touched_at <> 'epoch' from lane"
                                        + " where campaign_id = ? and sender_id = ?",
                                id.value(),
                                sender)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** As when the database is one in which it was never posted. */
    public void forget(CampaignId id) {
        database.database().jdbi().useTransaction(handle -> {
            for (String table :
                    List.of("failure_window", "journal", "campaign_log", "recipient", "tape", "lane", "campaign")) {
                handle.execute("delete from " + table + " where campaign_id = ?", id.value());
            }
        });
        signals.changed(id);
    }

    /** What of it is read for the Temporal UI. */
    public Optional<CampaignState> state(CampaignId id) {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                select c.name, c.status, c.status_reason, c.accepted,
                       (select count(*) from journal j where j.campaign_id = c.campaign_id) as sending,
                       (select coalesce(sum(sent), 0) from lane l where l.campaign_id = c.campaign_id) as sent,
                       (select coalesce(sum(failed), 0) from lane l where l.campaign_id = c.campaign_id) as failed,
                       (select coalesce(sum(unconfirmed), 0) from lane l where l.campaign_id = c.campaign_id) as unclear,
                       (select count(*) from lane l where l.campaign_id = c.campaign_id) as lanes
                from campaign c where c.campaign_id = :id""")
                        .bind("id", id.value())
                        .map((row, context) -> {
                            long settled = row.getLong("sent") + row.getLong("failed") + row.getLong("unclear");
                            return new CampaignState(
                                    row.getString("name"),
                                    CampaignStatus.parse(row.getString("status"))
                                            .orElseThrow(),
                                    row.getString("status_reason"),
                                    new CampaignState.Counts(
                                            row.getLong("accepted"),
                                            row.getLong("accepted") - settled - row.getLong("sending"),
                                            row.getLong("sending"),
                                            row.getLong("sent"),
                                            row.getLong("failed"),
                                            row.getLong("unclear"),
                                            0),
                                    null,
                                    row.getInt("lanes"),
                                    List.of());
                        })
                        .findOne());
    }

    public CampaignStatus status(CampaignId id) {
        return state(id).orElseThrow().status();
    }

    /** Phones that the vendors were asked to send to, of all senders. */
    public List<String> phones() {
        return vendors.values().stream()
                .flatMap(vendor -> vendor.phones().stream())
                .toList();
    }

    /** A send that its vendor accepted, and its slot. */
    public record Sent(CampaignId campaign, Instant slot) {}

    /** Those of all campaigns, in the order of their slots. */
    public List<Sent> sent() {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select campaign_id, begun_at from past_dispatch order by begun_at")
                        .map((row, context) -> new Sent(
                                new CampaignId(row.getObject("campaign_id", UUID.class)), Times.read(row, "begun_at")))
                        .list());
    }

    /** Who wrote what into the campaign's log, oldest first. */
    public List<String> log(CampaignId id) {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "select actor || ' ' || event || coalesce(': ' || detail, '') from campaign_log"
                                        + " where campaign_id = ? order by log_id",
                                id.value())
                        .mapTo(String.class)
                        .list());
    }

    /** How many recipients ended as {@code status}. */
    public long settled(CampaignId id, String status) {
        UUID value = id.value();
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "select count(*) from recipient where campaign_id = ? and status = ?", value, status)
                        .mapTo(Long.class)
                        .one());
    }

    @Override
    public void close() {
        worker.close();
        signals.close();
        reconciler.close();
        connection.close();
        database.close();
    }
}
