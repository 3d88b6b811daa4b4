package io.drumbeat.api.http.campaign;

import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.javalin.http.Context;
import io.javalin.util.ConcurrencyUtil;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress as server-sent events. Every reader is written to by a thread of its own, so that one who stalls blocks
 * nobody.
 */
final class EventRoutes implements Routes, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);

    /** A reader who is gone is noticed by writing only. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /** At most two events a second. */
    private static final Duration GAP = Duration.ofMillis(500);

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final CampaignStore campaigns;
    private final CampaignJson json;
    private final CampaignFeed feed;
    private final ExecutorService writers =
            ConcurrencyUtil.executorService("campaign-events", ConcurrencyUtil.isLoomAvailable());

    EventRoutes(HttpPorts ports, CampaignJson json, CampaignFeed feed) {
        this.campaigns = ports.stores().campaigns();
        this.json = json;
        this.feed = feed;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(Role.VIEWER, "/campaigns/{id}/events", this::events));
    }

    private void events(Context ctx) {
        Campaign campaign = campaigns.find(PageRequest.campaignId(ctx)).orElseThrow(() -> Problem.unknown("campaign"));
        ctx.res().setContentType("text/event-stream; charset=utf-8");
        ctx.header("X-Accel-Buffering", "no");
        ctx.future(() -> CompletableFuture.runAsync(() -> write(campaign, ctx.res()), writers));
    }

    private void write(Campaign campaign, HttpServletResponse response) {
        try (CampaignFeed.Watch watch = feed.watch(campaign)) {
            OutputStream out = response.getOutputStream();
            while (true) {
                Optional<Campaign> next = watch.next(SILENCE);
                if (next.isEmpty()) {
                    out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    continue;
                }
                send(out, "progress", Json.bytes(json.write(next.get())));
                if (next.get().status().ended()) {
                    send(out, "end", "{}".getBytes(StandardCharsets.UTF_8));
                    break;
                }
                Thread.sleep(GAP.toMillis());
            }
        } catch (IOException e) {
            LOG.debug("A reader of events went away");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(OutputStream out, String event, byte[] data) throws IOException {
        out.write(("event: " + event + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        out.write(data);
        out.write("\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Ends every stream, and returns when they have ended, but for those whose readers take nothing. */
    @Override
    public void close() {
        writers.shutdownNow();
        if (!Daemons.ended(writers, LAST_WORDS)) {
            LOG.debug("a stream is still being written");
        }
    }
}
