package io.drumbeat.engine.vendor.wacr;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** WA.cr: the first send brings the media, unless it stands at a public URL (docs/gateways.md#wacr-wacr). */
public final class WacrGatewayType implements GatewayType {

    static final String TOKEN = "token";
    static final String LIMITS = "limits";

    @Override
    public String name() {
        return "wacr";
    }

    /** Every tenant has an address of its own. */
    @Override
    public @Nullable URI defaultBaseUrl() {
        return null;
    }

    @Override
    public Set<String> requiredCredentials() {
        return Set.of(TOKEN);
    }

    @Override
    public Set<String> optionalCredentials() {
        return Set.of();
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of();
    }

    @Override
    public Set<String> optionalSettings() {
        return Set.of(LIMITS);
    }

    @Override
    public Set<String> objectSettings() {
        return Set.of(LIMITS);
    }

    @Override
    public @Nullable String numberSetting() {
        return null;
    }

    @Override
    public Map<String, String> checkSettings(Map<String, String> settings) {
        return new WacrLimits(settings.get(LIMITS)).faults();
    }

    @Override
    public Optional<MediaLimits> limits(MediaType type, Map<String, String> settings) {
        return new WacrLimits(settings.get(LIMITS)).of(type);
    }

    @Override
    public Set<String> passedColumns() {
        return WacrGateway.COLUMNS;
    }

    @Override
    public Gateway connect(SenderAccess sender, VendorHttp http) {
        return new WacrGateway(sender, http);
    }
}
