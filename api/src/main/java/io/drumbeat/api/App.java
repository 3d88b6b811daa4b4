package io.drumbeat.api;

import io.drumbeat.api.config.AppConfig;
import io.drumbeat.api.config.Hidden;
import io.drumbeat.api.config.RunMode;
import io.drumbeat.api.config.SendersConfig;
import io.drumbeat.api.http.HttpServer;
import io.drumbeat.api.http.campaign.CampaignJson;
import io.drumbeat.api.http.exchange.Health;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.security.AdminToken;
import io.drumbeat.api.security.LoginCodes;
import io.drumbeat.api.security.SignIns;
import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.campaigns.campaign.LaneWait;
import io.drumbeat.campaigns.campaign.LaneWaits;
import io.drumbeat.campaigns.campaign.ShownStates;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.dispatch.PublishingStore;
import io.drumbeat.campaigns.dispatch.RecoveryStore;
import io.drumbeat.campaigns.dispatch.RestoreStore;
import io.drumbeat.campaigns.dispatch.RestoreStore.Doubted;
import io.drumbeat.campaigns.erasure.Erasing;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.monitoring.Monitoring;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.stores.Stores;
import io.drumbeat.campaigns.trimming.Trimming;
import io.drumbeat.engine.EngineParts;
import io.drumbeat.engine.EngineWorker;
import io.drumbeat.engine.activity.StoredCampaigns;
import io.drumbeat.engine.activity.TestPublishing;
import io.drumbeat.engine.activity.TestSends;
import io.drumbeat.engine.activity.Ticker;
import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.metrics.InstallationMetrics;
import io.drumbeat.engine.notice.NoticeLoop;
import io.drumbeat.engine.notice.NoticeRule;
import io.drumbeat.engine.notice.UnsignedNotices;
import io.drumbeat.engine.publish.Publisher;
import io.drumbeat.engine.receipt.ReceiptLoop;
import io.drumbeat.engine.receipt.Webhooks;
import io.drumbeat.engine.reconcile.Reconciler;
import io.drumbeat.engine.reconcile.RegularSteps;
import io.drumbeat.engine.reconcile.SenderNews;
import io.drumbeat.engine.reconcile.StateNews;
import io.drumbeat.engine.reconcile.TemporalCampaignSignals;
import io.drumbeat.engine.reconcile.WaitNews;
import io.drumbeat.engine.reconcile.WorkerSigns;
import io.drumbeat.engine.sender.ConfiguredSender;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.tracing.Tracing;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drumbeat, or one half of it, put together in sight: built in one order, closed in the reverse. */
public final class App implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(App.class);

    /** How long a test message waits for a slot: who asked for it waits, too. */
    private static final Duration TEST_PATIENCE = Duration.ofSeconds(30);

    private final Closer closer;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final LoginCodes loginCodes = new LoginCodes(Clock.systemUTC());
    private final String name = ManagementFactory.getRuntimeMXBean().getName();
    private final AppConfig config;
    private final PrometheusMeterRegistry meters;
    private final Database database;
    private final Stores stores;
    private final TemporalConnection temporal;
    private final Tracing tracing;
    private final MediaFetch fetch;
    private final ConnectedSenders senders;
    private final StoredCampaigns stored;
    private final Reconciler reconciler;
    private final CampaignSignals signals;

    /**
     * Starts what {@code mode} runs; when this returns, it is ready.
     *
     * @param path the folders in which a {@code temporal} binary is looked for, as the variable PATH lists them
     * @param restored since when the database, restored from a backup, knows nothing of what was sent; null: it was not restored
     * @throws StartFailure where it cannot start; nothing of it is left running then, and nothing was sent
     */
    public static App start(
            AppConfig config, SendersConfig senders, RunMode mode, String path, @Nullable Instant restored) {
        Closer closer = new Closer();
        try {
            return new App(config, senders, mode, TemporalChoice.of(config, path), restored, closer);
        } catch (RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    private App(
            AppConfig config,
            SendersConfig sendersConfig,
            RunMode mode,
            TemporalChoice choice,
            @Nullable Instant restored,
            Closer closer) {
        this.closer = closer;
        this.config = config;
        Metrics metrics = closer.add(new Metrics());
        this.meters = metrics.registry();
        Tracing asked = config.traces().variables().isEmpty()
                ? Tracing.OFF
                : closer.add(Telemetry.open(config.traces().variables())).tracing();
        Backends backends = closer.add(Backends.open(config, choice, meters, lost::complete));
        this.database = backends.database();
        this.stores = Stores.on(database, new SecureRandom());
        this.temporal = backends.temporal();
        this.tracing = temporal.kind() == TemporalConnection.Kind.IN_PROCESS ? asked.withTemporalWithin() : asked;
        metrics.measure(database);

        VendorHttp vendors = closer.add(new VendorHttp(Clock.systemUTC()));
        this.fetch = closer.add(new MediaFetch(config.http().allowPrivateMediaHosts()));
        this.senders = tracing.around(ConnectedSenders.connect(sendersConfig.senders(), vendors));
        this.stored = new StoredCampaigns(
                stores.campaigns(), stores.media(), config.http().publicUrl());

        if (backends.alone(config)) {
            mendAfterCrash(stores.dispatches().recovery(), stores.media());
            Uploads.forgetInterrupted(uploads());
        }
        configure(stores.senders(), sendersConfig);

        this.reconciler = closer.add(new Reconciler(stores.dispatches().recovery(), temporal::client));
        this.signals = closer.add(new TemporalCampaignSignals(temporal::client, reconciler::soon, tracing));
        stores.control().listener(signals::changed);
        stores.control().notices(CampaignJson.at(config.http().publicUrl(), senders::mediaWay)::notice);
        if (restored != null) {
            doubt(stores.dispatches().restore(), restored);
        }

        ReceiptLoop receipts = closer.add(new ReceiptLoop(stores.receipts(), stores.replies(), meters));
        Optional<EngineWorker> worker = mode == RunMode.API ? Optional.empty() : Optional.of(worker());
        Optional<NoticeLoop> notices = worker.flatMap(sending -> noticeLoop());
        RegularSteps regular = closer.add(new RegularSteps(steps(worker.isPresent(), notices.isPresent())));
        SignIns signIns = SignIns.on(
                database, loginCodes, Clock.systemUTC(), config.http().publicUrl());
        Health health = new Health(backends.readiness(), meters);
        if (mode == RunMode.WORKER) {
            closer.add(HttpServer.startForOperators(settings(), signIns, health));
        } else {
            new AdminToken(signIns.tokens(), config.dataFolder())
                    .install(config.bootstrapToken().map(Hidden::value));
            closer.add(HttpServer.start(settings(), ports(receipts, signIns, health)));
        }

        // Only now: a process whose port is taken sends nothing.
        worker.ifPresent(EngineWorker::start);
        if (worker.isPresent()) {
            reconciler.measure(meters);
            reconciler.start();
        } else {
            reconciler.soon(); // lanes hear of what this process's senders.json changed
        }
        regular.start();
        receipts.start();
        notices.ifPresent(NoticeLoop::start);
    }

    private static void mendAfterCrash(RecoveryStore dispatches, MediaStore media) {
        media.releaseAll();
        int unconfirmed = dispatches.settleAfterCrash();
        if (unconfirmed > 0) {
            LOG.warn("{} sends were in flight when Drumbeat last ended: they are unconfirmed", unconfirmed);
        }
    }

    private static void doubt(RestoreStore dispatches, Instant since) {
        Doubted doubted = dispatches.doubt(since);
        if (doubted.campaigns() == 0) {
            LOG.info("Nothing is left to do after the restore: what can have been sent since {} is unconfirmed", since);
        } else {
            LOG.warn(
                    "After the restore {} campaigns are paused, and {} recipients unconfirmed who may have been sent to"
                            + " since {}: look at them, then resume",
                    doubted.campaigns(),
                    doubted.unconfirmed(),
                    since);
        }
    }

    private static void configure(SenderStore store, SendersConfig config) {
        List<Sender> senders =
                config.senders().stream().map(ConfiguredSender::sender).toList();
        store.configure(senders).forEach(change -> LOG.info("Senders: {}", change));
        if (config.file().isEmpty() && senders.isEmpty()) {
            LOG.warn("There is no senders.json here and DRUMBEAT_SENDERS_FILE is not set: nothing can be sent yet");
        } else {
            LOG.info("{} senders", senders.size());
        }
    }

    private EngineWorker worker() {
        return closer.add(new EngineWorker(
                temporal,
                new EngineParts(
                        stores.dispatches(),
                        stores.control(),
                        stored::state,
                        stored::content,
                        publisher(stores.dispatches().publishing())::ensure,
                        senders,
                        signals,
                        meters,
                        tracing,
                        Ticker.system(),
                        config.temporal().ratePerSecond(),
                        name),
                reconciler::restart));
    }

    private Publisher publisher(PublishingStore publishing) {
        return new Publisher(senders, stored, stores.media(), publishing, fetch, Clock.systemUTC(), name);
    }

    /** Empty where there is no secret to sign notices with. */
    private Optional<NoticeLoop> noticeLoop() {
        return config.notifySecret()
                .map(secret -> closer.add(new NoticeLoop(
                        stores.notices(), secret, config.http().allowPrivateMediaHosts(), Clock.systemUTC())));
    }

    /** What is done every few seconds, whatever else happens, by what a failure of it is called in the log. */
    private Map<String, Runnable> steps(boolean sends, boolean signsNotices) {
        InstallationMetrics installation = new InstallationMetrics(new Monitoring(database), meters);
        Consumer<List<LaneWait>> waiting = installation::lanes;
        Map<String, Runnable> steps = new LinkedHashMap<>();
        steps.put("The look for news of senders", new SenderNews(stores.senders())::tell);
        steps.put("The look at figures", installation::refresh);
        if (sends) {
            double shownPerSecond = config.temporal().ratePerSecond();
            waiting = waiting.andThen(new StateNews(new ShownStates(database), reconciler, shownPerSecond)::tell);
        }
        steps.put("The look at what lanes wait for", new WaitNews(new LaneWaits(database), waiting)::tell);
        if (sends) {
            steps.put("The heartbeat of this worker", closer.add(new WorkerSigns(stores.workers(), name))::give);
            steps.put("The note of how much was sent", stores.campaigns()::noteSends);
        }
        if (sends && !signsNotices) {
            steps.put("The look for notices that cannot be signed", new UnsignedNotices(stores.notices())::look);
        }
        steps.put("The trimming of what is over", new Trimming(database)::step);
        steps.put(
                "The erasing of campaigns",
                new Erasing(database, stores.control(), config.retentionDays().orElse(null))::step);
        return steps;
    }

    private HttpPorts ports(ReceiptLoop receipts, SignIns signIns, Health health) {
        return new HttpPorts(
                stores,
                senders,
                fetch,
                new NoticeRule(config.notifySecret().isPresent(), config.http().allowPrivateMediaHosts()),
                signals,
                new Webhooks(
                        senders,
                        stores.receipts(),
                        stores.replies(),
                        stores.suppressions(),
                        stores.senders(),
                        stores.dispatches().announcements(),
                        config.optOutWords(),
                        Clock.systemUTC(),
                        meters,
                        receipts::soon),
                closer.add(new TestSends(
                        stores.dispatches().tests(),
                        stored::content,
                        publisher(new TestPublishing(stores.dispatches().publishing()))::ensure,
                        senders,
                        signals,
                        Ticker.system(),
                        TEST_PATIENCE,
                        name)),
                signIns,
                health,
                tracing);
    }

    private HttpSettings settings() {
        return new HttpSettings(
                config.http().host(),
                config.http().port(),
                config.http().publicUrl(),
                config.http().maxUploadBytes(),
                uploads());
    }

    private Path uploads() {
        return config.dataFolder().toAbsolutePath().resolve("uploads");
    }

    /** Is completed, in a sentence, once a server of ours has ended and does not come up any more: nothing is sent then. */
    public CompletableFuture<String> lost() {
        return lost;
    }

    /** Where the Temporal UI can be seen, empty where there is none or its address is not known. */
    public Optional<URI> temporalUi() {
        return temporal.ui();
    }

    /** Its Temporal, for the test that reads what is kept there. */
    TemporalConnection temporal() {
        return temporal;
    }

    /** What it runs on, for the log. */
    public String engine() {
        return temporal.kind().text();
    }

    /** A code with which {@code /login?code=…} signs in as the admin, for so long or until this process ends. */
    public String loginCode(Duration validFor) {
        return loginCodes.issue(AdminToken.CALLER, validFor);
    }

    /** Stops listening, lets the sends in flight end, and closes all else. Safe to call twice. */
    @Override
    public void close() {
        closer.close();
    }
}
