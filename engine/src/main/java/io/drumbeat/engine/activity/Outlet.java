package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaLimits;
import java.util.Optional;
import java.util.function.Function;

/**
 * A sender as this process can reach it.
 *
 * @param type the vendor's name, as in senders.json
 * @param limits what its vendor takes of each media type, empty where it takes none of it
 */
public record Outlet(
        String type, AccountKey account, Gateway gateway, Function<MediaType, Optional<MediaLimits>> limits) {}
