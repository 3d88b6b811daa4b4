package io.drumbeat.api.http;

import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaStore.Asset;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        EntityTag tag = EntityTag.strong(asset.sha256());
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Content-Security-Policy", "sandbox");
        ctx.header(Header.ACCEPT_RANGES, "bytes");
        Optional<ByteRange> range = range(ctx, asset, tag);
        if (tag.isNamedBy(ctx)) {
            ctx.status(HttpStatus.NOT_MODIFIED);
        } else if (range.isPresent()) {
            part(ctx, asset, range.get());
        } else {
            body(ctx, asset, new ByteRange(0, asset.size()));
        }
        ctx.header(Header.ETAG, tag.toString());
        ctx.header(Header.CACHE_CONTROL, FOR_A_YEAR);
    }

    private static Optional<ByteRange> range(Context ctx, Asset asset, EntityTag tag) {
        @Nullable String only = ctx.header(Header.IF_RANGE);
        boolean wanted = ctx.method().equals(HandlerType.GET) && (only == null || only.equals(tag.toString()));
        return wanted ? ByteRange.of(ctx.header(Header.RANGE), asset.size()) : Optional.empty();
    }

    private void part(Context ctx, Asset asset, ByteRange range) {
        ctx.header(Header.CONTENT_RANGE, range.of(asset.size()));
        if (range.length() == 0) {
            throw new HttpResponseException(
                    HttpStatus.RANGE_NOT_SATISFIABLE.getCode(), "The file ends before that range begins.");
        }
        ctx.status(HttpStatus.PARTIAL_CONTENT);
        body(ctx, asset, range);
    }

    private void body(Context ctx, Asset asset, ByteRange range) {
        ctx.contentType(asset.mimeType());
        ctx.res().setContentLengthLong(range.length());
        if (ctx.method().equals(HandlerType.GET)) {
            // Compressed, it would have another length.
            ctx.disableCompression().result(media.open(asset, range.first(), range.length()));
        }
    }
}
