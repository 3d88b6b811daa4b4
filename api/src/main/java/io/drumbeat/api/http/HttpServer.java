package io.drumbeat.api.http;

import io.drumbeat.api.http.campaign.CampaignCalls;
import io.drumbeat.api.http.exchange.Access;
import io.drumbeat.api.http.exchange.Health;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.http.exchange.Problems;
import io.drumbeat.api.http.exchange.Recorder;
import io.drumbeat.api.http.exchange.RequestId;
import io.drumbeat.api.http.exchange.RequestSpans;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.http.exchange.Upload;
import io.drumbeat.api.security.SameOrigin;
import io.drumbeat.api.security.SignIns;
import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.engine.admission.TemplateCatalog;
import io.drumbeat.engine.tracing.Tracing;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.router.Endpoint;
import io.javalin.util.ConcurrencyUtil;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** The API and the page, listening. */
public final class HttpServer implements AutoCloseable {

    private final Javalin server;
    private final List<Route> routes;
    private final Page page;

    private HttpServer(List<Route> routes, Access access, MeterRegistry metrics, Tracing tracing, Page page) {
        this.routes = routes;
        this.page = page;
        this.server = Javalin.create(config -> configure(config, access, metrics, new RequestSpans(tracing)));
    }

    /**
     * What there is besides the routes for those who run the server.
     *
     * @param shown whether there is the page
     * @param followers how many watch a campaign or wait for news of one
     * @param answered hears of each call that is over
     * @param end ends what waits, streams or sends
     */
    private record Page(boolean shown, IntSupplier followers, Consumer<Context> answered, Runnable end) {
        static final Page NONE = new Page(false, () -> 0, ctx -> {}, () -> {});
    }

    private static HttpServer whole(HttpSettings settings, HttpPorts ports) {
        Access access = access(settings, ports.signIns());
        Recorder recorder = new Recorder(ports.signIns().audit());
        CampaignCalls campaigns = new CampaignCalls(ports, settings);
        List<Routes> all = List.of(
                campaigns,
                new ExclusionRoutes(ports, settings),
                new ErasureRoutes(ports, campaigns.json()),
                new SenderRoutes(ports, settings),
                new TemplateRoutes(new TemplateCatalog(ports.senders(), InstantSource.system())),
                new SuppressionRoutes(ports, settings),
                new SessionRoutes(ports.signIns().sessions(), access, recorder),
                new TokenRoutes(ports),
                new AuditRoutes(ports),
                new MediaRoutes(ports.stores().media()),
                new WebhookRoutes(ports.webhooks()),
                new OperationRoutes(ports.health(), access),
                new DocumentRoutes());
        Page page = new Page(true, campaigns::followers, recorder::end, () -> {
            ports.tests().close();
            campaigns.close();
        });
        List<Route> routes = flat(all).stream().map(recorder::recorded).toList();
        return new HttpServer(routes, access, ports.health().metrics(), ports.tracing(), page);
    }

    private static List<Route> flat(List<Routes> all) {
        return all.stream().flatMap(some -> some.routes().stream()).toList();
    }

    /**
     * Starts listening.
     *
     * @throws StartFailure where the address cannot be listened on
     */
    public static HttpServer start(HttpSettings settings, HttpPorts ports) {
        try {
            Files.createDirectories(settings.spool());
            Upload.removeLeftovers(settings.spool());
        } catch (IOException e) {
            throw new StartFailure("The folder " + settings.spool() + " for uploads cannot be made.", e);
        }
        return listening(settings, whole(settings, ports));
    }

    /**
     * Starts listening for those who run the process only: health and metrics.
     *
     * @throws StartFailure where the address cannot be listened on
     */
    public static HttpServer startForOperators(HttpSettings settings, SignIns signIns, Health health) {
        Access access = access(settings, signIns);
        List<Routes> all = List.of(new OperationRoutes(health, access));
        return listening(settings, new HttpServer(flat(all), access, health.metrics(), Tracing.OFF, Page.NONE));
    }

    private static Access access(HttpSettings settings, SignIns signIns) {
        return new Access(signIns.authenticator(), signIns.failed(), new SameOrigin(settings.publicUrl()));
    }

    private static HttpServer listening(HttpSettings settings, HttpServer server) {
        try {
            server.server.start(settings.host(), settings.port());
            return server;
        } catch (JavalinBindException e) {
            server.close();
            throw new StartFailure(
                    "Port " + settings.port() + " of " + settings.host()
                            + " cannot be listened on: another program has it, or it is not allowed."
                            + " Choose another by DRUMBEAT_HTTP_PORT.",
                    e);
        }
    }

    private void configure(JavalinConfig config, Access access, MeterRegistry metrics, RequestSpans spans) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = ConcurrencyUtil.isLoomAvailable();
        config.http.prefer405over404 = true;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(true);
        });
        config.jetty.modifyServer(jetty -> {
            jetty.setHandler(SlowBodies.refused());
            jetty.setErrorHandler(new ProblemErrors());
        });
        if (page.shown()) {
            config.staticFiles.enableWebjars();
            config.staticFiles.add(files -> {
                files.directory = "/web";
                files.location = Location.CLASSPATH;
            });
        }
        config.routes.before(ctx -> {
            RequestId.give(ctx);
            SecurityHeaders.of(ctx.path()).forEach(ctx::header);
        });
        routes.forEach(route -> config.routes.addHttpHandler(
                route.method(), route.path(), spans.around(route, RequestId.around(access.guard(route)))));
        config.routes.after(ctx -> within(ctx, () -> page.answered().accept(ctx)));
        config.routes.exception(Exception.class, HttpServer::answer);
        // Javalin's own handler for these would be nearer.
        config.routes.exception(HttpResponseException.class, HttpServer::answer);
        config.requestLogger.http((ctx, millis) -> {
            time(ctx, millis, metrics);
            RequestSpans.end(ctx);
        });
        config.router.javaLangErrorHandler((response, error) -> {
            throw error;
        });
    }

    private static void answer(Exception failure, Context ctx) {
        within(ctx, () -> Problems.answer(failure, ctx));
    }

    /** Does {@code rest} of a call, whose lines of the log are found by it. */
    private static void within(Context ctx, Runnable rest) {
        RequestSpans.within(ctx, () -> RequestId.within(ctx, rest));
    }

    /** By route, not by address: that holds ids, and there is no end of them. */
    private static void time(Context ctx, float millis, MeterRegistry metrics) {
        Endpoint route = ctx.endpoints().matchedHttpEndpoint();
        metrics.timer(
                        "http.server.requests",
                        "method",
                        ctx.req().getMethod(),
                        "route",
                        route == null ? "none" : route.path,
                        "status",
                        Integer.toString(ctx.statusCode()))
                .record((long) (millis * 1_000), TimeUnit.MICROSECONDS);
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** How many watch a campaign or wait for news of one. */
    int followers() {
        return page.followers().getAsInt();
    }

    /** All that it answers, for the test that holds them against their description. */
    List<Route> routes() {
        return routes;
    }

    /** Ends every wait, every stream and every connection; a test message that is on is waited for. */
    @Override
    public void close() {
        page.end().run();
        server.stop();
    }
}
