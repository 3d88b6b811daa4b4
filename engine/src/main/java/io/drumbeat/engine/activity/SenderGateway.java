package io.drumbeat.engine.activity;

import io.drumbeat.engine.gateway.Gateway;

/**
 * A sender's way out.
 *
 * @param type the vendor's name, as in senders.json
 */
public record SenderGateway(String type, Gateway gateway) {}
