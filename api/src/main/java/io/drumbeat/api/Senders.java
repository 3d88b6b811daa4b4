package io.drumbeat.api;

import io.drumbeat.api.config.ConfiguredSender;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.activity.Outlet;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.receipt.Webhooks;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configured senders, each with its way out. */
final class Senders {

    private final List<ConfiguredSender> configured;
    private final Map<SenderId, Outlet> outlets = new LinkedHashMap<>();

    Senders(List<ConfiguredSender> configured, VendorHttp http) {
        this.configured = configured;
        for (ConfiguredSender one : configured) {
            Gateway gateway = one.gateway().connect(one.access(), http);
            outlets.put(
                    one.sender().id(),
                    new Outlet(
                            one.gateway().name(),
                            one.sender().account(),
                            gateway,
                            type -> one.gateway().limits(type, one.access().settings())));
        }
    }

    /** What the database is told of them. */
    List<Sender> forDatabase() {
        return configured.stream().map(ConfiguredSender::sender).toList();
    }

    Map<SenderId, Outlet> outlets() {
        return outlets;
    }

    Optional<Outlet> outlet(SenderId sender) {
        return Optional.ofNullable(outlets.get(sender));
    }

    /** How each one's vendor reports back. */
    Map<SenderId, Webhooks.Inlet> inlets() {
        return configured.stream()
                .collect(Collectors.toMap(
                        one -> one.sender().id(),
                        one -> new Webhooks.Inlet(
                                one.access(),
                                one.sender().account(),
                                number(one),
                                one.gateway().callbacks().orElse(null))));
    }

    private static @Nullable String number(ConfiguredSender sender) {
        String setting = sender.gateway().numberSetting();
        return setting == null ? null : sender.access().settings().get(setting);
    }

    /** What {@code sender}'s vendor takes of {@code type}; where this process does not know the sender, by default. */
    Optional<MediaLimits> limits(Sender sender, MediaType type) {
        return outlet(sender.id())
                .map(outlet -> outlet.limits().apply(type))
                .orElseGet(
                        () -> GatewayTypes.byName(sender.gateway()).flatMap(gateway -> gateway.limits(type, Map.of())));
    }

    /** How media gets to the vendor of {@code sender}; where this process does not know the sender, by a URL. */
    MediaWay mediaWay(SenderId sender) {
        return outlet(sender).map(outlet -> outlet.gateway().mediaWay()).orElse(MediaWay.LINK);
    }
}
