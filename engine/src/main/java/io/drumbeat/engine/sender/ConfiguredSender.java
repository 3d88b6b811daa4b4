package io.drumbeat.engine.sender;

import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.type.GatewayType;

/**
 * One sender of senders.json, checked.
 *
 * @param sender what the database is told of it
 * @param access what stays in memory: credentials too
 * @param type its vendor
 */
public record ConfiguredSender(Sender sender, SenderAccess access, GatewayType type) {

    /** It with its gateway, which uses {@code http} as long as it lives. */
    public ConnectedSender connect(VendorHttp http) {
        return new ConnectedSender(sender, access, type, type.connect(access, http));
    }
}
