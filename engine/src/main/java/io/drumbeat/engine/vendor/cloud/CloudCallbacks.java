package io.drumbeat.engine.vendor.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.callback.Announcement;
import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.callback.Signatures;
import io.drumbeat.engine.gateway.meta.MetaCallbacks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Meta's webhooks: signed with the app's secret, and asked for before the first one. */
final class CloudCallbacks implements Callbacks {

    @Override
    public String secret() {
        return CloudGatewayType.APP_SECRET;
    }

    @Override
    public boolean genuine(Callback callback, SenderAccess sender, Instant now) {
        return Signatures.signed(callback, "X-Hub-Signature-256", sender.credential(secret()));
    }

    @Override
    public Optional<String> challenge(Callback callback, SenderAccess sender) {
        String expected = sender.credentials().get(CloudGatewayType.VERIFY_TOKEN);
        String given = callback.query().get("hub.verify_token");
        boolean asks = "subscribe".equals(callback.query().get("hub.mode"));
        return asks && expected != null && given != null && Signatures.same(expected, given)
                ? Optional.ofNullable(callback.query().get("hub.challenge"))
                : Optional.empty();
    }

    @Override
    public List<News> read(JsonNode body, Instant received) {
        return MetaCallbacks.read(body, received);
    }

    @Override
    public List<Announcement> announcements(JsonNode body) {
        return CloudAnnouncements.read(body);
    }

    @Override
    public Map<String, String> shownNumbers(JsonNode body) {
        return CloudAnnouncements.shownNumbers(body);
    }
}
