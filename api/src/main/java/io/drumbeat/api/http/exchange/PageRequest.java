package io.drumbeat.api.http.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.paging.Page;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the URL of a request says. */
public record PageRequest(@Nullable String cursor, int limit) {

    private static final int DEFAULT_LIMIT = 50;

    /** The page that {@code query} asks for, to be used after its check. */
    public static PageRequest of(Query query) {
        return new PageRequest(
                query.text("cursor"),
                query.parse("limit", PageRequest::limit, "must be a whole number from 1 to " + Page.MAX_LIMIT)
                        .orElse(DEFAULT_LIMIT));
    }

    private static Optional<Integer> limit(String text) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(limit -> limit >= 1 && limit <= Page.MAX_LIMIT);
        } catch (NumberFormatException notOne) {
            return Optional.empty();
        }
    }

    /** The id in the path; 404 where it is none. */
    public static CampaignId campaignId(Context ctx) {
        return CampaignId.parse(ctx.pathParam("id")).orElseThrow(() -> Problem.unknown("campaign"));
    }

    /** {@code page} as JSON. */
    public static <T> ObjectNode json(Page<T> page, Function<T, JsonNode> item) {
        ObjectNode json = Json.object();
        var items = json.putArray("items");
        page.items().forEach(each -> items.add(item.apply(each)));
        return json.put("nextCursor", page.nextCursor());
    }
}
