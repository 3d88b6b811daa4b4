package io.drumbeat.engine.vendor;

import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.vendor.cloud.CloudGatewayType;
import io.drumbeat.engine.vendor.pepipost.PepipostGatewayType;
import io.drumbeat.engine.vendor.wachat.WachatGatewayType;
import io.drumbeat.engine.vendor.waconnect.WaConnectGatewayType;
import io.drumbeat.engine.vendor.wacr.WacrGatewayType;
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
