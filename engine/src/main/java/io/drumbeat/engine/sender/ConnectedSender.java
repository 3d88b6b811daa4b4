package io.drumbeat.engine.sender;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sender that this process can reach.
 *
 * @param sender what the database is told of it
 * @param access what stays in memory: credentials too
 * @param type its vendor
 * @param gateway its way to that vendor
 */
public record ConnectedSender(Sender sender, SenderAccess access, GatewayType type, Gateway gateway) {

    public SenderId id() {
        return sender.id();
    }

    public AccountKey account() {
        return sender.account();
    }

    /** What its vendor calls its number; null where it has none. */
    public @Nullable String number() {
        String setting = type.numberSetting();
        return setting == null ? null : access.settings().get(setting);
    }

    /** What its vendor calls the business that its number belongs to; null where nobody has said. */
    public @Nullable String business() {
        String setting = type.businessSetting();
        return setting == null ? null : access.settings().get(setting);
    }

    /** What its vendor takes of {@code media}, empty where it takes none of it. */
    public Optional<MediaLimits> limits(MediaType media) {
        return type.limits(media, access.settings());
    }
}
