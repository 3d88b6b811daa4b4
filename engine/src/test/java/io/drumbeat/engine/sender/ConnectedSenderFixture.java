package io.drumbeat.engine.sender;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Senders of a vendor called "test", whose gateway a test brings along. */
public final class ConnectedSenderFixture {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private ConnectedSenderFixture() {}

    /** One whose vendor takes no media but by URL. */
    public static ConnectedSender sender(SenderId id, AccountKey account, Gateway gateway) {
        return sender(id, account, gateway, Map.of());
    }

    /** {@code sender} of a vendor that takes no media but by URL. */
    public static ConnectedSender sender(Sender sender, Gateway gateway) {
        return new ConnectedSender(
                sender,
                new SenderAccess(sender.id(), NOWHERE, Map.of(), Map.of(), TIMEOUT),
                new TestType(gateway, Map.of()),
                gateway);
    }

    /** One whose vendor takes media within {@code limits}. */
    public static ConnectedSender sender(
            SenderId id, AccountKey account, Gateway gateway, Map<MediaType, MediaLimits> limits) {
        return new ConnectedSender(
                new Sender(id, account, "test", id.value(), Pacing.DEFAULT, null, TIMEOUT),
                new SenderAccess(id, NOWHERE, Map.of(), Map.of(), TIMEOUT),
                new TestType(gateway, limits),
                gateway);
    }

    private record TestType(Gateway gateway, Map<MediaType, MediaLimits> limits) implements GatewayType {

        @Override
        public String name() {
            return "test";
        }

        @Override
        public @Nullable URI defaultBaseUrl() {
            return null;
        }

        @Override
        public Set<String> requiredCredentials() {
            return Set.of();
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
            return Set.of();
        }

        @Override
        public @Nullable String numberSetting() {
            return null;
        }

        @Override
        public Map<String, String> checkSettings(Map<String, String> settings) {
            return Map.of();
        }

        @Override
        public Optional<MediaLimits> limits(MediaType type, Map<String, String> settings) {
            return Optional.ofNullable(limits.get(type));
        }

        @Override
        public Gateway connect(SenderAccess sender, VendorHttp http) {
            return gateway;
        }
    }
}
