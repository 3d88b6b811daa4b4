package io.drumbeat.engine.gateway;

import io.drumbeat.engine.gateway.cloud.CloudGatewayType;
import io.drumbeat.engine.gateway.pepipost.PepipostGatewayType;
import io.drumbeat.engine.gateway.wachat.WachatGatewayType;
import io.drumbeat.engine.gateway.waconnect.WaConnectGatewayType;
import io.drumbeat.engine.gateway.wacr.WacrGatewayType;
import java.util.List;
import java.util.Optional;

/** The vendors that are built. */
public final class GatewayTypes {

    private static final List<GatewayType> ALL = List.of(
            new CloudGatewayType(),
            new WachatGatewayType(),
            new WaConnectGatewayType(),
            new PepipostGatewayType(),
            new WacrGatewayType());

    private GatewayTypes() {}

    public static List<GatewayType> all() {
        return ALL;
    }

    /** The one that senders.json calls {@code name}, empty where there is none. */
    public static Optional<GatewayType> byName(String name) {
        return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}
