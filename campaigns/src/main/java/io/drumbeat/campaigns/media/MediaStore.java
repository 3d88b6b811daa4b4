package io.drumbeat.campaigns.media;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.sender.AccountKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Media files by their content, and where they have been uploaded. */
public interface MediaStore {

    /** The one in {@code database}. */
    static MediaStore on(Database database) {
        return new PostgresMediaStore(database);
    }

    /**
     * A stored file.
     *
     * @param size in bytes
     * @param token its unguessable name under {@code /media}
     */
    record Asset(Sha256 sha256, long size, String mimeType, String token) {

        /** Leaves out the token: this may reach a log. */
        @Override
        public String toString() {
            return "Asset[" + sha256 + ", " + size + " bytes, " + mimeType + "]";
        }
    }

    /**
     * Stores the content of {@code file}. The same content is stored once, whoever brings it and however many at the
     * same time; its first {@code mimeType} stays. All of it is there when this returns, or nothing: for as long as a
     * campaign names it, and for 30 days.
     *
     * @param file must not change meanwhile
     * @throws IOException where the file cannot be read
     */
    Asset put(Path file, String mimeType) throws IOException;

    Optional<Asset> find(Sha256 sha256);

    Optional<Asset> findByToken(String token);

    /**
     * Reads {@code length} bytes of {@code asset} from {@code offset} on, 1 MiB at a time. Between two of those the
     * stream holds no connection, however slowly it is read.
     *
     * @throws IndexOutOfBoundsException where that is not within the asset
     */
    InputStream open(Asset asset, long offset, long length);

    /** What a process that wants an asset at an account is told. */
    sealed interface Claim {

        /** What the answer makes of it, whichever it is. */
        <T> T fold(Function<Published, T> published, Function<Claimed, T> mine, Function<Busy, T> busy);
    }

    /** It is there already. */
    record Published(String reference) implements Claim {
        @Override
        public <T> T fold(Function<Published, T> published, Function<Claimed, T> mine, Function<Busy, T> busy) {
            return published.apply(this);
        }
    }

    /**
     * The caller uploads it now; others wait for it.
     *
     * @param until how long they do, by the database's clock
     * @param attempt which upload this is since it was last published there, from 1
     */
    record Claimed(Instant until, int attempt) implements Claim {
        @Override
        public <T> T fold(Function<Published, T> published, Function<Claimed, T> mine, Function<Busy, T> busy) {
            return mine.apply(this);
        }
    }

    /** Somebody else is uploading it, or failed to and waits before the next try, for at most {@code atMost} more. */
    record Busy(Duration atMost) implements Claim {
        @Override
        public <T> T fold(Function<Published, T> published, Function<Claimed, T> mine, Function<Busy, T> busy) {
            return busy.apply(this);
        }
    }

    /**
     * Claims the upload of an asset to an account, so that it happens once. An upload that was never heard of again is
     * free once its lease has passed, a publication once it has expired or was dropped.
     *
     * @param lease longer than the upload can take
     */
    Claim claim(Sha256 sha256, AccountKey account, Duration lease);

    /**
     * An upload succeeded, also one whose lease has passed meanwhile. Where another one was faster, that one stays.
     *
     * @param reference the vendor's id
     * @param validFor how long sends may use it; null: for good
     */
    void published(Sha256 sha256, AccountKey account, String reference, @Nullable Duration validFor);

    /**
     * The upload claimed by {@code claim} failed: the next one may try, whoever it is, once {@code pause} has passed. Does
     * nothing where that is no longer the claim.
     */
    void release(Sha256 sha256, AccountKey account, Claimed claim, Duration pause);

    /** Releases every claim: only where all processes that hold one are known dead. */
    void releaseAll();
}
