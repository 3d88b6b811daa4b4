package io.drumbeat.api.http.exchange;

import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaStore.Asset;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers with a media asset, or with the part of it that is asked for, or that the client has it already. */
public final class AssetAnswer {

    private AssetAnswer() {}

    public static void give(Context ctx, MediaStore media, Asset asset) {
        EntityTag tag = EntityTag.strong(asset.sha256());
        ctx.header(Header.ACCEPT_RANGES, "bytes");
        Optional<ByteRange> range = range(ctx, asset, tag);
        if (tag.isNamedBy(ctx)) {
            ctx.status(HttpStatus.NOT_MODIFIED);
        } else if (range.isPresent()) {
            part(ctx, media, asset, range.get());
        } else {
            body(ctx, media, asset, new ByteRange(0, asset.size()));
        }
        ctx.header(Header.ETAG, tag.toString());
    }

    private static Optional<ByteRange> range(Context ctx, Asset asset, EntityTag tag) {
        @Nullable String only = ctx.header(Header.IF_RANGE);
        boolean wanted = ctx.method().equals(HandlerType.GET) && (only == null || only.equals(tag.toString()));
        return wanted ? ByteRange.of(ctx.header(Header.RANGE), asset.size()) : Optional.empty();
    }

    private static void part(Context ctx, MediaStore media, Asset asset, ByteRange range) {
        ctx.header(Header.CONTENT_RANGE, range.of(asset.size()));
        if (range.length() == 0) {
            throw new HttpResponseException(
                    HttpStatus.RANGE_NOT_SATISFIABLE.getCode(), "The file ends before that range begins.");
        }
        ctx.status(HttpStatus.PARTIAL_CONTENT);
        body(ctx, media, asset, range);
    }

    private static void body(Context ctx, MediaStore media, Asset asset, ByteRange range) {
        ctx.contentType(asset.mimeType());
        ctx.res().setContentLengthLong(range.length());
        if (ctx.method().equals(HandlerType.GET)) {
            // Compressed, it would have another length.
            ctx.disableCompression().result(media.open(asset, range.first(), range.length()));
        }
    }
}
