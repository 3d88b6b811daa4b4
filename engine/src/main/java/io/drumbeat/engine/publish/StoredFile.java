package io.drumbeat.engine.publish;

import io.drumbeat.campaigns.media.MediaFormat;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaStore.Asset;
import io.drumbeat.engine.gateway.Gateway.MediaFile;
import org.jspecify.annotations.Nullable;

/** Stored media as a file for a vendor, read from the store as it is sent. */
public final class StoredFile {

    private StoredFile() {}

    /** {@code asset} under {@code name}; null: under one that ends as files of its type do. */
    public static MediaFile of(MediaStore store, Asset asset, @Nullable String name) {
        return new MediaFile(
                name == null ? "media" + extension(asset) : name,
                asset.mimeType(),
                asset.size(),
                () -> store.open(asset, 0, asset.size()));
    }

    /** What names of such files end in, with the dot; empty where that is not known. */
    public static String extension(Asset asset) {
        return MediaFormat.ofMimeType(asset.mimeType())
                .map(format -> "." + format.extension())
                .orElse("");
    }
}
