package io.drumbeat.campaigns.media;

import io.drumbeat.campaigns.sender.AccountKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Media files by their content, and where they have been uploaded. */
public interface MediaStore {

    /**
     * A stored file.
     *
     * @param size in bytes
     * @param token its unguessable name under {@code /media}
     */
    record Asset(Sha256 sha256, long size, String mimeType, String token) {}

    /** Stores {@code bytes} in rows of 1 MiB; the same content is stored once. */
    Asset put(InputStream bytes, String mimeType) throws IOException;

    Optional<Asset> find(Sha256 sha256);

    Optional<Asset> findByToken(String token);

    /** Writes {@code length} bytes from {@code offset} on. */
    void copy(Sha256 sha256, long offset, long length, OutputStream to) throws IOException;

    /** What a process that wants the asset at {@code account} is told. */
    sealed interface Claim {}

    /** It is there already. */
    record Published(String reference) implements Claim {}

    /** The caller uploads it now; others wait for it until {@code lease} has passed. */
    record Mine() implements Claim {}

    /** Somebody else is uploading it. */
    record Busy(Duration delay) implements Claim {}

    /** Claims the upload of an asset to an account, so that it happens once. */
    Claim claim(Sha256 sha256, AccountKey account, Duration lease);

    /** The claimed upload succeeded. {@code validFor} null: for good. */
    void published(Sha256 sha256, AccountKey account, String reference, @Nullable Duration validFor);

    /** The claimed upload failed: the next one may try. */
    void release(Sha256 sha256, AccountKey account);
}
