package io.drumbeat.campaigns.sender;

import io.drumbeat.campaigns.Id;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A number as its vendor knows it: gateway, host and port of the base URL, and number. Slot, cap and publications
 * belong to it; a new API version in the URL changes nothing.
 */
public record AccountKey(String value) implements Id {

    /**
     * The key of {@code number} at the gateway that {@code baseUrl} points to.
     *
     * @param number what tells two accounts of one gateway apart: the vendor's number, or the sender's id without one
     */
    public static AccountKey of(String gateway, URI baseUrl, String number) {
        int port = baseUrl.getPort() >= 0 ? baseUrl.getPort() : "http".equals(baseUrl.getScheme()) ? 80 : 443;
        return new AccountKey(gateway + "|" + baseUrl.getHost().toLowerCase(Locale.ROOT) + ":" + port + "|" + number);
    }

    /** The key that {@code value} is; null for null. */
    public static @Nullable AccountKey ofNullable(@Nullable String value) {
        return value == null ? null : new AccountKey(value);
    }

    /** Whether {@code other} is at the same gateway, host and port. */
    public boolean isOfSameVendor(AccountKey other) {
        return vendor().equals(other.vendor());
    }

    /** The key, at the same gateway, host and port, of a number that none of ours is: nothing was ever sent by it. */
    public AccountKey ofNobody() {
        return new AccountKey(vendor() + "|");
    }

    private String vendor() {
        return value.substring(0, Math.max(0, value.indexOf('|', value.indexOf('|') + 1)));
    }

    @Override
    public String toString() {
        return value;
    }
}
