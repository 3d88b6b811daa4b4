package io.drumbeat.api.http.campaign;

import io.drumbeat.api.http.exchange.AssetAnswer;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaStore.Asset;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.List;

/** What a campaign sends, for those who may see the campaign: vendors have a route of their own. */
final class CampaignMediaRoutes implements Routes {

    private final CampaignStore campaigns;
    private final MediaStore media;

    CampaignMediaRoutes(HttpPorts ports) {
        this.campaigns = ports.stores().campaigns();
        this.media = ports.stores().media();
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(Role.VIEWER, "/campaigns/{id}/media", this::serve));
    }

    /** 404 where only an address is known. */
    private void serve(Context ctx) {
        Query.of(ctx).check();
        Asset asset = campaigns
                .content(RecipientRoutes.kept(campaigns, PageRequest.campaignId(ctx))
                        .id())
                .map(CampaignStore.Content::media)
                .orElseThrow(() -> Problem.unknown("campaign with a media file of its own"));
        AssetAnswer.give(ctx, media, asset);
        // A player that goes back and forth asks for parts; it may keep them, and asks whether they are still the same.
        ctx.header(Header.CACHE_CONTROL, "private, no-cache");
    }
}
