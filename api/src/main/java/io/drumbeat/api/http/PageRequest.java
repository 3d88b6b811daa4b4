package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.campaign.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.Page;
import io.javalin.http.Context;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the URL of a request says. */
record PageRequest(@Nullable String cursor, int limit) {

    private static final int DEFAULT_LIMIT = 50;

    /** The page that is asked for; 422 where its limit is none. */
    static PageRequest of(Context ctx) {
        return new PageRequest(ctx.queryParam("cursor"), limit(ctx.queryParam("limit")));
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= CampaignStore.MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notOne) {
            // Answered below, like a number out of bounds.
        }
        throw Problem.invalid("limit", "must be a whole number from 1 to " + CampaignStore.MAX_LIMIT);
    }

    /** The id in the path; 404 where it is none. */
    static CampaignId campaignId(Context ctx) {
        return CampaignId.parse(ctx.pathParam("id")).orElseThrow(() -> Problem.unknown("campaign"));
    }

    /** {@code page} as JSON. */
    static <T> ObjectNode json(Page<T> page, Function<T, JsonNode> item) {
        ObjectNode json = Json.object();
        var items = json.putArray("items");
        page.items().forEach(each -> items.add(item.apply(each)));
        return json.put("nextCursor", page.nextCursor());
    }
}
