package io.drumbeat.engine.gateway.type;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.http.VendorHttp;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A vendor: what its senders are configured with, what it takes, and how one of them sends. */
public interface GatewayType {

    /** Its name in senders.json. */
    String name();

    /** Where its API lives; null where every sender must say. */
    @Nullable
    URI defaultBaseUrl();

    /** Credentials that a sender must have. */
    Set<String> requiredCredentials();

    /** Credentials that a sender may have. */
    Set<String> optionalCredentials();

    /** Settings that a sender must have. */
    Set<String> requiredSettings();

    /** Settings that a sender may have, besides {@code timeout} and {@code account}. */
    Set<String> optionalSettings();

    /** The setting that holds the sender's number, null where the sender's id stands for it. */
    @Nullable
    String numberSetting();

    /** The setting that names the business that the sender's number belongs to, null where there is none. */
    default @Nullable String businessSetting() {
        return null;
    }

    /** What is wrong with the values of {@code settings}, by setting's name or a path in it; empty where nothing is. */
    Map<String, String> checkSettings(Map<String, String> settings);

    /**
     * What is wrong with having {@code credentials} beside {@code settings}, by credential's name; empty where nothing
     * is.
     *
     * @param credentials the names of those that a sender has
     */
    default Map<String, String> checkCredentials(Set<String> credentials, Map<String, String> settings) {
        return Map.of();
    }

    /** Those of the settings that are JSON objects; they come as their text. */
    default Set<String> objectSettings() {
        return Set.of();
    }

    /** The limits for {@code type} of a sender with {@code settings}, empty where the vendor does not take it. */
    Optional<MediaLimits> limits(MediaType type, Map<String, String> settings);

    /** The recipients' columns that go to the vendor as they are, in its own spelling. */
    default Set<String> passedColumns() {
        return Set.of();
    }

    /** Whether it sends texts that it has approved beforehand. */
    default boolean takesTemplates() {
        return false;
    }

    /** Whether its numbers may share the limit of a portfolio. */
    default boolean hasPortfolios() {
        return false;
    }

    /** How it reports back, empty where it does not. */
    default Optional<Callbacks> callbacks() {
        return Optional.empty();
    }

    /** A sender's gateway. */
    Gateway connect(SenderAccess sender, VendorHttp http);
}
