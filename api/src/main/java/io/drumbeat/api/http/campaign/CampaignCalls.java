package io.drumbeat.api.http.campaign;

import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.engine.admission.Admission;
import java.util.List;

/** All calls on campaigns. Closed before the server is, it ends those that wait or stream. */
public final class CampaignCalls implements Routes, AutoCloseable {

    private final CampaignJson json;
    private final CampaignFeed feed;
    private final EventRoutes events;
    private final PollRoutes polls;
    private final List<Routes> all;

    public CampaignCalls(HttpPorts ports, HttpSettings settings) {
        Reachability reachability = new Reachability(settings.publicUrl(), ports.senders()::mediaWay);
        json = new CampaignJson(reachability);
        feed = new CampaignFeed(ports.stores().campaigns());
        events = new EventRoutes(ports, json, feed);
        polls = new PollRoutes(ports, json, feed);
        Admission admission =
                new Admission(ports.stores().senders()::list, ports.senders(), ports.mediaFetch(), ports.notices());
        DraftIntake drafts = new DraftIntake(ports, settings, admission);
        all = List.of(
                new CampaignRoutes(ports, new CampaignIntake(ports, settings, admission), json),
                new ChangeRoutes(ports, admission, drafts, json),
                polls,
                new TestSendRoutes(ports),
                new PreflightRoutes(ports, settings, reachability, admission, drafts),
                new RecipientRoutes(ports, settings),
                events,
                new CampaignMediaRoutes(ports));
    }

    @Override
    public List<Route> routes() {
        return all.stream().flatMap(some -> some.routes().stream()).toList();
    }

    /** Campaigns and recipients as these calls write them. */
    public CampaignJson json() {
        return json;
    }

    /** How many watch a campaign or wait for news of one. */
    public int followers() {
        return feed.followers();
    }

    @Override
    public void close() {
        feed.close();
        polls.close();
        events.close();
    }
}
