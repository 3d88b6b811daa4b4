package io.drumbeat.api.config;

import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.type.GatewayType;

/**
 * One sender of senders.json, checked.
 *
 * @param sender what the database is told of it
 * @param access what stays in memory: credentials too
 * @param gateway its vendor
 */
public record ConfiguredSender(Sender sender, SenderAccess access, GatewayType gateway) {}
