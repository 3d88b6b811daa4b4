package io.drumbeat.api.security;

import io.drumbeat.api.text.WrittenText;
import io.drumbeat.campaigns.StartFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that there is an admin from the first start on: by a token given, or by one made and kept in a file. */
public final class AdminToken {

    /** Whom campaigns' logs name. */
    public static final String NAME = "admin";

    /** The admin, as a caller. */
    public static final Caller CALLER = new Caller(NAME, Role.ADMIN);

    private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);
    private static final String FILE = "admin-token";

    private final TokenStore tokens;
    private final Path folder;

    /** @param folder where a token made here is kept */
    public AdminToken(TokenStore tokens, Path folder) {
        this.tokens = tokens;
        this.folder = folder;
    }

    /**
     * Makes {@code given} the admin's token; where none is given, the one in the folder, or a new one where that is
     * missing or was revoked. A given one that was revoked stays so, and the log says it. Safe to call twice.
     *
     * @throws StartFailure where the file cannot be read or written
     */
    public void install(Optional<String> given) {
        if (given.isPresent()) {
            if (!tokens.install(NAME, Role.ADMIN, given.get())) {
                LOG.warn("DRUMBEAT_BOOTSTRAP_TOKEN was revoked and is no longer valid: set another one.");
            }
        } else {
            installKept();
        }
    }

    private void installKept() {
        Path file = folder.resolve(FILE);
        try {
            if (Files.exists(file)
                    && tokens.install(NAME, Role.ADMIN, WrittenText.read(file).strip())) {
                return;
            }
            String token = Secret.draw("dbt_");
            write(file, token);
            tokens.install(NAME, Role.ADMIN, token);
            LOG.info("The admin's API token is in {}", file);
        } catch (IOException e) {
            throw new StartFailure("The admin's token cannot be kept in " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /** Whole or not at all, and never readable for others, not even for a moment. */
    private void write(Path file, String token) throws IOException {
        Files.createDirectories(folder);
        Path fresh = folder.resolve(FILE + ".new");
        Files.deleteIfExists(fresh);
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            channel.write(StandardCharsets.US_ASCII.encode(token + "\n"));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
