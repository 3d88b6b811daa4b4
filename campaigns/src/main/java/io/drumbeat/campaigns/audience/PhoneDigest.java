package io.drumbeat.campaigns.audience;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Tells whether two lists have the same people, in whatever order and whatever form of their numbers. */
final class PhoneDigest {

    private final MessageDigest sha256;
    private long people;
    private long high;
    private long low;

    PhoneDigest() {
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** One more person, by their key. */
    void add(String person) {
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest(person.getBytes(StandardCharsets.US_ASCII)));
        people++;
        // A sum has no order.
        high += hash.getLong();
        low += hash.getLong();
    }

    /** The same for the same people. */
    String text() {
        return "%d %016x%016x".formatted(people, high, low);
    }
}
