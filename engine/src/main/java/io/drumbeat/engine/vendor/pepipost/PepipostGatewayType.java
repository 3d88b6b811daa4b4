package io.drumbeat.engine.vendor.pepipost;

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
 * Pepipost: media is uploaded once where the path of the vendor's Media API is known, else fetched by the vendor from a
 * public URL. There is no file name: a document goes without.
 *
 * @see <a href="https://waapi.pepipost.com">Pepipost, WhatsApp API</a>
 */
public final class PepipostGatewayType implements GatewayType {

    static final String SOURCE = "source";
    static final String MEDIA_UPLOAD_PATH = "mediaUploadPath";
    static final String TOKEN = "token";
    static final String WEBHOOK_TOKEN = "webhookToken";

    @Override
    public String name() {
        return "pepipost";
    }

    @Override
    public URI defaultBaseUrl() {
        return URI.create("https://waapi.pepipost.com/api/v2");
    }

    @Override
    public Set<String> requiredCredentials() {
        return Set.of(TOKEN);
    }

    @Override
    public Set<String> optionalCredentials() {
        return Set.of(WEBHOOK_TOKEN);
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(SOURCE);
    }

    @Override
    public Set<String> optionalSettings() {
        return Set.of(MEDIA_UPLOAD_PATH);
    }

    @Override
    public String numberSetting() {
        return SOURCE;
    }

    @Override
    public Map<String, String> checkSettings(Map<String, String> settings) {
        Map<String, String> wrong = new HashMap<>();
        if (settings.getOrDefault(SOURCE, "-").isBlank()) {
            wrong.put(SOURCE, "must not be empty");
        }
        if (!settings.getOrDefault(MEDIA_UPLOAD_PATH, "/media").matches("(/[A-Za-z0-9._~-]+)+/?")) {
            wrong.put(MEDIA_UPLOAD_PATH, "must be a path below the base URL that begins with /, like /media");
        }
        return wrong;
    }

    /** Pepipost documents none, so Meta's hold. */
    @Override
    public Optional<MediaLimits> limits(MediaType type, Map<String, String> settings) {
        return Optional.of(MediaLimits.ofMeta(type));
    }

    @Override
    public Optional<Callbacks> callbacks() {
        return Optional.of(new PepipostCallbacks());
    }

    @Override
    public Gateway connect(SenderAccess sender, VendorHttp http) {
        return new PepipostGateway(sender, http);
    }
}
