package io.drumbeat.api.http.campaign;

import io.drumbeat.api.http.exchange.EntityTag;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.util.ConcurrencyUtil;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One campaign, for those who ask again and again: what they have already is not sent again, and they may wait until there
 * is something new. A wait holds no thread.
 */
final class PollRoutes implements Routes, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PollRoutes.class);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private final CampaignStore campaigns;
    private final CampaignJson json;
    private final CampaignFeed feed;

    /** A client that is slow to take its answer must not hold up the feed. */
    private final ExecutorService answers =
            ConcurrencyUtil.executorService("campaign-polls", ConcurrencyUtil.isLoomAvailable());

    PollRoutes(HttpPorts ports, CampaignJson json, CampaignFeed feed) {
        this.campaigns = ports.stores().campaigns();
        this.json = json;
        this.feed = feed;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(Role.VIEWER, "/campaigns/{id}", this::one));
    }

    private void one(Context ctx) {
        Query query = Query.of(ctx);
        Duration wait = query.parse(
                        "wait", PollRoutes::wait, "must be an ISO-8601 duration like PT30S, at most " + LONGEST_WAIT)
                .orElse(Duration.ZERO);
        query.check();
        Campaign campaign = campaigns.find(PageRequest.campaignId(ctx)).orElseThrow(() -> Problem.unknown("campaign"));
        if (wait.isZero() || feed.isClosed() || !tag(campaign).isNamedBy(ctx)) {
            answer(ctx, campaign);
        } else {
            ctx.future(() -> feed.news(campaign, wait).thenAcceptAsync(newest -> answer(ctx, newest), answers));
        }
    }

    private static Optional<Duration> wait(String text) {
        try {
            return Optional.of(Duration.parse(text))
                    .filter(wait -> !wait.isNegative() && wait.compareTo(LONGEST_WAIT) <= 0);
        } catch (DateTimeParseException noDuration) {
            return Optional.empty();
        }
    }

    private void answer(Context ctx, Campaign campaign) {
        EntityTag tag = tag(campaign);
        ctx.header(Header.ETAG, tag.toString());
        if (tag.isNamedBy(ctx)) {
            ctx.status(HttpStatus.NOT_MODIFIED);
        } else {
            Json.answer(ctx, json.write(campaign));
        }
    }

    /** It says what is news, as the events do. */
    private EntityTag tag(Campaign campaign) {
        return EntityTag.weak(Json.bytes(json.write(campaign.withoutOutlook())));
    }

    /** Returns when those who waited have their answers: the feed is closed. */
    @Override
    public void close() {
        answers.shutdown();
        if (!Daemons.ended(answers, LAST_ANSWERS)) {
            LOG.debug("somebody who waited is still being answered");
        }
    }
}
