package io.drumbeat.engine.gateway;

import io.drumbeat.campaigns.sender.SenderId;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * How to reach a vendor as one sender: the part of senders.json that stays out of the database.
 *
 * @param timeout the most that a whole send may take, at most 30 s
 */
public record SenderAccess(
        SenderId id, URI baseUrl, Map<String, String> credentials, Map<String, String> settings, Duration timeout) {

    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

    public SenderAccess {
        credentials = Map.copyOf(credentials);
        settings = Map.copyOf(settings);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout must be more than zero and at most 30 s");
        }
    }

    /** The same sender at {@code otherUrl}: where a vendor's media goes to somebody else's API. */
    public SenderAccess at(URI otherUrl) {
        return new SenderAccess(id, otherUrl, credentials, settings, timeout);
    }

    /** The credential called {@code name}, which configuration has made sure of. */
    public String credential(String name) {
        return required(credentials, name);
    }

    /** The setting called {@code name}, which configuration has made sure of. */
    public String setting(String name) {
        return required(settings, name);
    }

    private String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("sender " + id + " has no " + name);
        }
        return value;
    }

    /** Leaves out the credentials: this may reach a log. */
    @Override
    public String toString() {
        return "SenderAccess[" + id + ", " + baseUrl + "]";
    }
}
