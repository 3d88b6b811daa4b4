package io.drumbeat.api.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Draws what nobody can guess, and gives the hash that is kept of it. */
final class Secret {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    /** 256 random bits behind {@code prefix}, in characters that need no escaping in a URL, a header or a shell. */
    static String draw(String prefix) {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** The SHA-256 of {@code secret}. No salt: what is hashed has 256 bits of its own. */
    static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJreHasIt) {
            throw new AssertionError(everyJreHasIt);
        }
    }
}
