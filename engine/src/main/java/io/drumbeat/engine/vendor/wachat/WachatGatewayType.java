package io.drumbeat.engine.vendor.wachat;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Wachat: media is fetched by the vendor from a public URL.
 *
 * @see <a href="https://app.wachat.net">Wachat</a>
 */
public final class WachatGatewayType implements GatewayType {

    static final String INSTANCE_NAME = "instanceName";
    static final String DELAY = "delay";
    static final String TOKEN = "token";
    static final String WEBHOOK_SECRET = "webhookSecret";

    @Override
    public String name() {
        return "wachat";
    }

    @Override
    public URI defaultBaseUrl() {
        return URI.create("https://app.wachat.net/api/v1");
    }

    @Override
    public Set<String> requiredCredentials() {
        return Set.of(TOKEN);
    }

    @Override
    public Set<String> optionalCredentials() {
        return Set.of(WEBHOOK_SECRET);
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(INSTANCE_NAME);
    }

    @Override
    public Set<String> optionalSettings() {
        return Set.of(DELAY);
    }

    @Override
    public String numberSetting() {
        return INSTANCE_NAME;
    }

    @Override
    public Map<String, String> checkSettings(Map<String, String> settings) {
        Map<String, String> wrong = new HashMap<>();
        if (settings.getOrDefault(INSTANCE_NAME, "-").isBlank()) {
            wrong.put(INSTANCE_NAME, "must not be empty");
        }
        if (!settings.getOrDefault(DELAY, "1").matches("[1-9][0-9]{0,4}")) {
            wrong.put(DELAY, "must be whole milliseconds, 1 to 99999");
        }
        return wrong;
    }

    /** Wachat documents none, so Meta's hold; stickers it does not know. */
    @Override
    public Optional<MediaLimits> limits(MediaType type, Map<String, String> settings) {
        return type == MediaType.STICKER ? Optional.empty() : Optional.of(MediaLimits.ofMeta(type));
    }

    @Override
    public Optional<Callbacks> callbacks() {
        return Optional.of(new WachatCallbacks());
    }

    @Override
    public Gateway connect(SenderAccess sender, VendorHttp http) {
        return new WachatGateway(sender, http);
    }
}
