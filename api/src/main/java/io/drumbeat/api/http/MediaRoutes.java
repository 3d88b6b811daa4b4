package io.drumbeat.api.http;

import io.drumbeat.api.http.exchange.AssetAnswer;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaStore.Asset;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.NotFoundResponse;
import java.util.List;

/**
 * Serves published media to vendors, at names that cannot be guessed. What follows the first dot of a name is for
 * vendors that look at extensions, and means nothing here.
 */
final class MediaRoutes implements Routes {

    private static final String PATH = "/media/{file}";

    /** Content never changes under its name. */
    private static final String FOR_A_YEAR = "public, max-age=31536000, immutable";

    private final MediaStore media;

    MediaRoutes(MediaStore media) {
        this.media = media;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.open(HandlerType.GET, PATH, this::serve), Route.open(HandlerType.HEAD, PATH, this::serve));
    }

    private void serve(Context ctx) {
        String token = ctx.pathParam("file").split("\\.", 2)[0];
        Asset asset = media.findByToken(token).orElseThrow(() -> new NotFoundResponse("There is no such file."));
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Content-Security-Policy", "sandbox");
        AssetAnswer.give(ctx, media, asset);
        ctx.header(Header.CACHE_CONTROL, FOR_A_YEAR);
    }
}
