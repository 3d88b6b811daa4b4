package io.drumbeat.api.cli;

import io.drumbeat.api.config.SendersConfig;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.sender.ConfiguredSender;
import io.drumbeat.engine.simulator.Simulator;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The demo's senders, at the simulator: of two vendors, both of which keep what is uploaded once. */
final class DemoSenders {

    /** Fast enough to watch, slow enough to interfere. */
    private static final Pacing PACE = new Pacing.Delay(Duration.ofMillis(800), Duration.ofMillis(1_600));

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String SHOP = "100200300";
    private static final String BUSINESS = "100200500";
    private static final String SERVICE = "100200400";
    private static final int DAILY_CAP = 1_000;
    private static final String WEBHOOK_SECRET = "demo";

    private DemoSenders() {}

    /** Those at {@code simulator}, which is on this machine. */
    static SendersConfig at(Simulator simulator) {
        Map<String, URI> baseUrls = simulator.baseUrls("127.0.0.1");
        return new SendersConfig(
                Optional.empty(),
                List.of(
                        sender(
                                "shop",
                                "cloud",
                                "The shop (Cloud API)",
                                baseUrls,
                                Map.of("accessToken", "demo", "appSecret", WEBHOOK_SECRET),
                                Map.of("phoneNumberId", SHOP, "businessAccountId", BUSINESS)),
                        sender(
                                "service",
                                "waconnect",
                                "Customer service (WaConnect)",
                                baseUrls,
                                Map.of("apiKey", "demo", "metaAccessToken", "demo", "webhookSecret", WEBHOOK_SECRET),
                                Map.of(
                                        "phoneNumberId",
                                        SERVICE,
                                        "graphBaseUrl",
                                        Objects.requireNonNull(baseUrls.get("cloud"))
                                                .toString()))));
    }

    /** Has {@code simulator} call them back at {@code drumbeat}, the address of the application. */
    static void callBack(Simulator simulator, String drumbeat) {
        simulator.reportTo("cloud/" + SHOP, URI.create(drumbeat + "/webhooks/shop"), WEBHOOK_SECRET);
        simulator.reportTo("waconnect/" + SERVICE, URI.create(drumbeat + "/webhooks/service"), WEBHOOK_SECRET);
    }

    private static ConfiguredSender sender(
            String id,
            String gateway,
            String name,
            Map<String, URI> baseUrls,
            Map<String, String> credentials,
            Map<String, String> settings) {
        GatewayType type = GatewayTypes.byName(gateway).orElseThrow();
        URI baseUrl = Objects.requireNonNull(baseUrls.get(gateway));
        SenderId senderId = new SenderId(id);
        String number = settings.getOrDefault(type.numberSetting(), id);
        return new ConfiguredSender(
                new Sender(senderId, AccountKey.of(gateway, baseUrl, number), gateway, name, PACE, DAILY_CAP, TIMEOUT),
                new SenderAccess(senderId, baseUrl, credentials, settings, TIMEOUT),
                type);
    }
}
