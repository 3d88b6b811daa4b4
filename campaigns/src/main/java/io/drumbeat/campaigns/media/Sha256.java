package io.drumbeat.campaigns.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of some content, as 64 lower-case hex digits. */
public record Sha256(String hex) {

    public Sha256 {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a SHA-256 is 64 lower-case hex digits");
        }
    }

    /** The one that {@code bytes}, 32 of them, write out. */
    public static Sha256 of(byte[] bytes) {
        return new Sha256(HexFormat.of().formatHex(bytes));
    }

    /** The one of {@code content}. */
    public static Sha256 ofContent(byte[] content) {
        return of(newDigest().digest(content));
    }

    /** The one of the content of {@code file}, which is read once and never held as a whole. */
    public static Sha256 ofFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ofAll(in);
        }
    }

    /** The one of all that is left of {@code in}, which stays open. */
    public static Sha256 ofAll(InputStream in) throws IOException {
        MessageDigest digest = newDigest();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        }
        return of(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Its 32 bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
