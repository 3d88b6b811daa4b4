package io.drumbeat.engine.vendor.cloud;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Meta's WhatsApp Cloud API: media is uploaded once per number and sent by id.
 *
 * @see <a href="https://developers.facebook.com/docs/whatsapp/cloud-api">Cloud API</a>
 */
public final class CloudGatewayType implements GatewayType {

    static final String PHONE_NUMBER_ID = "phoneNumberId";
    static final String BUSINESS_ACCOUNT_ID = "businessAccountId";
    static final String ACCESS_TOKEN = "accessToken";
    static final String APP_SECRET = "appSecret";
    static final String VERIFY_TOKEN = "verifyToken";

    @Override
    public String name() {
        return "cloud";
    }

    @Override
    public URI defaultBaseUrl() {
        return URI.create("https://graph.facebook.com/v23.0");
    }

    @Override
    public Set<String> requiredCredentials() {
        return Set.of(ACCESS_TOKEN);
    }

    @Override
    public Set<String> optionalCredentials() {
        return Set.of(APP_SECRET, VERIFY_TOKEN);
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(PHONE_NUMBER_ID);
    }

    @Override
    public Set<String> optionalSettings() {
        return Set.of(BUSINESS_ACCOUNT_ID);
    }

    @Override
    public String numberSetting() {
        return PHONE_NUMBER_ID;
    }

    @Override
    public String businessSetting() {
        return BUSINESS_ACCOUNT_ID;
    }

    @Override
    public Map<String, String> checkSettings(Map<String, String> settings) {
        Map<String, String> wrong = new TreeMap<>();
        if (!settings.getOrDefault(PHONE_NUMBER_ID, "0").matches("[0-9]+")) {
            wrong.put(PHONE_NUMBER_ID, "must be Meta's id of the number: digits only");
        }
        if (!settings.getOrDefault(BUSINESS_ACCOUNT_ID, "0").matches("[0-9]+")) {
            wrong.put(BUSINESS_ACCOUNT_ID, "must be Meta's id of the WhatsApp Business Account: digits only");
        }
        return wrong;
    }

    @Override
    public Optional<MediaLimits> limits(MediaType type, Map<String, String> settings) {
        return Optional.of(MediaLimits.ofMeta(type));
    }

    @Override
    public boolean takesTemplates() {
        return true;
    }

    @Override
    public boolean hasPortfolios() {
        return true;
    }

    @Override
    public Optional<Callbacks> callbacks() {
        return Optional.of(new CloudCallbacks());
    }

    @Override
    public Gateway connect(SenderAccess sender, VendorHttp http) {
        return new CloudGateway(sender, http);
    }
}
