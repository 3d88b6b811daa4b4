package io.drumbeat.engine.vendor.waconnect;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.BaseUrl;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * WaConnect: with Meta credentials media is uploaded to Meta once per number and sent by id, without them WhatsApp
 * fetches it from a public URL.
 *
 * @see <a href="https://app.waconnect.me">WaConnect</a>
 */
public final class WaConnectGatewayType implements GatewayType {

    static final String PHONE_NUMBER_ID = "phoneNumberId";
    static final String GRAPH_BASE_URL = "graphBaseUrl";
    static final String API_KEY = "apiKey";
    static final String META_ACCESS_TOKEN = "metaAccessToken";
    static final String WEBHOOK_SECRET = "webhookSecret";
    static final String DEFAULT_GRAPH_BASE_URL = "https://graph.facebook.com/v23.0";

    @Override
    public String name() {
        return "waconnect";
    }

    @Override
    public URI defaultBaseUrl() {
        return URI.create("https://app.waconnect.me");
    }

    @Override
    public Set<String> requiredCredentials() {
        return Set.of(API_KEY);
    }

    @Override
    public Set<String> optionalCredentials() {
        return Set.of(META_ACCESS_TOKEN, WEBHOOK_SECRET);
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of();
    }

    @Override
    public Set<String> optionalSettings() {
        return Set.of(PHONE_NUMBER_ID, GRAPH_BASE_URL);
    }

    @Override
    public String numberSetting() {
        return PHONE_NUMBER_ID;
    }

    @Override
    public Map<String, String> checkSettings(Map<String, String> settings) {
        Map<String, String> wrong = new HashMap<>();
        if (!settings.getOrDefault(PHONE_NUMBER_ID, "1").matches("[0-9]+")) {
            wrong.put(PHONE_NUMBER_ID, "must be Meta's id of the number: digits only");
        }
        try {
            BaseUrl.parse(settings.getOrDefault(GRAPH_BASE_URL, DEFAULT_GRAPH_BASE_URL));
        } catch (IllegalArgumentException noUrl) {
            wrong.put(GRAPH_BASE_URL, String.valueOf(noUrl.getMessage()));
        }
        return wrong;
    }

    /** An upload belongs to a number, so Meta must be told which. */
    @Override
    public Map<String, String> checkCredentials(Set<String> credentials, Map<String, String> settings) {
        return credentials.contains(META_ACCESS_TOKEN) && !settings.containsKey(PHONE_NUMBER_ID)
                ? Map.of(META_ACCESS_TOKEN, "needs settings.phoneNumberId: an upload to Meta belongs to a number")
                : Map.of();
    }

    /** As Meta's, but without M4A: that one its documents leave out. */
    @Override
    public Optional<MediaLimits> limits(MediaType type, Map<String, String> settings) {
        MediaLimits limits = MediaLimits.ofMeta(type);
        if (type != MediaType.AUDIO) {
            return Optional.of(limits);
        }
        Set<String> formats = new HashSet<>(limits.mimeTypes());
        formats.remove("audio/mp4");
        return Optional.of(new MediaLimits(formats, limits.maxBytes()));
    }

    @Override
    public Optional<Callbacks> callbacks() {
        return Optional.of(new WaConnectCallbacks());
    }

    @Override
    public Gateway connect(SenderAccess sender, VendorHttp http) {
        return new WaConnectGateway(sender, http);
    }
}
