package io.drumbeat.campaigns.media;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.sender.AccountKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Media in PostgreSQL, where every process of an installation can read it: they share no disk. */
final class PostgresMediaStore implements MediaStore {

    private static final int CHUNK_BYTES = 1 << 20;
    private static final int TOKEN_BYTES = 16;
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{32}");

    private final Database database;
    private final Jdbi jdbi;
    private final SecureRandom random = new SecureRandom();

    PostgresMediaStore(Database database) {
        this.database = database;
        this.jdbi = database.jdbi();
    }

    @Override
    public Asset put(Path file, String mimeType) throws IOException {
        Sha256 sha256 = Sha256.ofFile(file);
        Optional<Asset> known = broughtAgain(sha256);
        return known.isPresent() ? known.get() : insert(sha256, file, mimeType);
    }

    /** What is kept of a file that no campaign names yet counts from now on. */
    private Optional<Asset> broughtAgain(Sha256 sha256) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update media_asset set created_at = clock_now(), erased = false where sha256 = :sha256
                        returning sha256, size, mime_type, token""")
                .bind("sha256", sha256.bytes())
                .map(PostgresMediaStore::asset)
                .findOne());
    }

    private Asset insert(Sha256 sha256, Path file, String mimeType) throws IOException {
        Asset asset = new Asset(sha256, Files.size(file), mimeType, newToken());
        boolean first = database.transact(TimeLimits.FILE, handle -> {
            // A concurrent one with the same content waits here until this transaction has ended.
            boolean inserted = insert(handle, asset);
            if (inserted) {
                insertChunks(handle, asset, file);
            }
            return inserted;
        });
        return first ? asset : find(sha256).orElseThrow();
    }

    private static boolean insert(Handle handle, Asset asset) {
        return handle.createUpdate("""
                                insert into media_asset (sha256, size, mime_type, token, created_at)
                                values (:sha256, :size, :mimeType, :token, clock_now())
                                on conflict (sha256) do nothing""")
                        .bind("sha256", asset.sha256().bytes())
                        .bind("size", asset.size())
                        .bind("mimeType", asset.mimeType())
                        .bind("token", asset.token())
                        .execute()
                == 1;
    }

    private static void insertChunks(Handle handle, Asset asset, Path file) throws IOException {
        long written = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = in.readNBytes(CHUNK_BYTES);
            for (int seq = 0; chunk.length > 0; seq++) {
                handle.createUpdate("insert into media_chunk (sha256, seq, bytes) values (:sha256, :seq, :bytes)")
                        .bind("sha256", asset.sha256().bytes())
                        .bind("seq", seq)
                        .bind("bytes", chunk)
                        .execute();
                written += chunk.length;
                chunk = in.readNBytes(CHUNK_BYTES);
            }
        }
        if (written != asset.size()) {
            throw new IOException("the file changed while it was stored");
        }
    }

    private String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    @Override
    public Optional<Asset> find(Sha256 sha256) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select sha256, size, mime_type, token from media_asset where sha256 = :sha256")
                .bind("sha256", sha256.bytes())
                .map(PostgresMediaStore::asset)
                .findOne());
    }

    @Override
    public Optional<Asset> findByToken(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty(); // whatever stands in a URL, a NUL included, which PostgreSQL refuses
        }
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select sha256, size, mime_type, token from media_asset where token = :token")
                .bind("token", token)
                .map(PostgresMediaStore::asset)
                .findOne());
    }

    private static Asset asset(ResultSet row, StatementContext context) throws SQLException {
        return new Asset(
                Sha256.of(row.getBytes("sha256")),
                row.getLong("size"),
                row.getString("mime_type"),
                row.getString("token"));
    }

    @Override
    public InputStream open(Asset asset, long offset, long length) {
        Objects.checkFromIndexSize(offset, /* size= */ length, /* length= */ asset.size());
        return new ChunkStream(seq -> chunk(asset.sha256(), seq), CHUNK_BYTES, offset, length);
    }

    private byte[] chunk(Sha256 sha256, int seq) throws IOException {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select bytes from media_chunk where sha256 = :sha256 and seq = :seq")
                        .bind("sha256", sha256.bytes())
                        .bind("seq", seq)
                        .mapTo(byte[].class)
                        .findOne())
                .orElseThrow(() -> new IOException("chunk " + seq + " of " + sha256 + " is missing"));
    }

    @Override
    public Claim claim(Sha256 sha256, AccountKey account, Duration lease) {
        return jdbi.inTransaction(handle -> {
            // Locks the row whether or not it is free, so that what is read after it cannot have changed.
            Optional<Claim> mine = takeClaim(handle, sha256, account, lease);
            return mine.orElseGet(() -> readClaim(handle, sha256, account));
        });
    }

    private static Optional<Claim> takeClaim(Handle handle, Sha256 sha256, AccountKey account, Duration lease) {
        return handle.createQuery("""
                        insert into publication as p (sha256, account_key, claimed_until, attempts)
                        values (:sha256, :account, clock_now() + :leaseMillis * interval '1 millisecond', 1)
                        on conflict (sha256, account_key) do update
                        set claimed_until = clock_now() + :leaseMillis * interval '1 millisecond',
                            attempts = case when p.reference is null then p.attempts else 0 end + 1,
                            reference = null,
                            published_at = null,
                            expires_at = null,
                            renewed = p.renewed and p.reference is null -- an expired one starts afresh
                        where case when p.reference is null
                                   then coalesce(p.claimed_until <= clock_now(), true)
                                   else p.expires_at <= clock_now() end
                        returning claimed_until, attempts""")
                .bind("sha256", sha256.bytes())
                .bind("account", account)
                .bind("leaseMillis", lease.toMillis())
                .<Claim>map((row, context) -> new Claimed(Times.read(row, "claimed_until"), row.getInt("attempts")))
                .findOne();
    }

    private static Claim readClaim(Handle handle, Sha256 sha256, AccountKey account) {
        return handle.createQuery("""
                        select reference, extract(epoch from claimed_until - clock_now()) * 1000 as busy_millis
                        from publication
                        where sha256 = :sha256 and account_key = :account""")
                .bind("sha256", sha256.bytes())
                .bind("account", account)
                .map((row, context) -> {
                    @Nullable String reference = row.getString("reference");
                    return reference != null
                            ? new Published(reference)
                            : new Busy(Duration.ofMillis(Math.max(0, row.getLong("busy_millis"))));
                })
                .one();
    }

    @Override
    public void published(Sha256 sha256, AccountKey account, String reference, @Nullable Duration validFor) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update publication
                        set reference = :reference,
                            claimed_until = null,
                            attempts = 0,
                            published_at = clock_now(),
                            expires_at = clock_now() + cast(:validMillis as bigint) * interval '1 millisecond'
                        where sha256 = :sha256 and account_key = :account and reference is null""")
                .bind("sha256", sha256.bytes())
                .bind("account", account)
                .bind("reference", reference)
                .bind("validMillis", validFor == null ? null : validFor.toMillis())
                .execute());
    }

    @Override
    public void release(Sha256 sha256, AccountKey account, Claimed claim, Duration pause) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update publication set claimed_until = clock_now() + :pauseMillis * interval '1 millisecond'
                        where sha256 = :sha256 and account_key = :account
                          and reference is null and claimed_until = :until""")
                .bind("sha256", sha256.bytes())
                .bind("account", account)
                .bind("until", claim.until())
                .bind("pauseMillis", pause.toMillis())
                .execute());
    }

    @Override
    public void releaseAll() {
        jdbi.useHandle(handle -> handle.execute("update publication set claimed_until = null where reference is null"));
    }
}
