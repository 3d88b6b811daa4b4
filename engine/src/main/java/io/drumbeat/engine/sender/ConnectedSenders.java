package io.drumbeat.engine.sender;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The senders of this process's senders.json, each with its gateway. The database may know others: those of another
 * process's file.
 */
public final class ConnectedSenders {

    private final Map<SenderId, ConnectedSender> byId = new LinkedHashMap<>();

    public ConnectedSenders(Collection<ConnectedSender> senders) {
        senders.forEach(sender -> byId.put(sender.id(), sender));
    }

    /** Connects {@code configured}, whose gateways use {@code http} as long as they live. */
    public static ConnectedSenders connect(List<ConfiguredSender> configured, VendorHttp http) {
        return new ConnectedSenders(
                configured.stream().map(sender -> sender.connect(http)).toList());
    }

    /** Empty where this process does not know the sender. */
    public Optional<ConnectedSender> find(SenderId sender) {
        return Optional.ofNullable(byId.get(sender));
    }

    /** All, in the order of the file. */
    public Collection<ConnectedSender> all() {
        return byId.values();
    }

    /**
     * Whom a vendor's report on {@code number} is about that came to the address of {@code addressed}: it may report on
     * several of our numbers there.
     *
     * @param number what the vendor calls it; null: the report names none
     * @return empty where it is a number that no sender has, or more than one
     */
    public Optional<ConnectedSender> meant(@Nullable String number, ConnectedSender addressed) {
        if (number == null || addressed.number() == null || number.equals(addressed.number())) {
            return Optional.of(addressed);
        }
        List<ConnectedSender> others = byId.values().stream()
                .filter(other ->
                        number.equals(other.number()) && other.account().isOfSameVendor(addressed.account()))
                .toList();
        return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
    }

    /**
     * Whom a vendor's word on a business is about that came to the address of {@code addressed}: all that senders.json says are
     * numbers of that business, and that one itself where it says nothing of it.
     *
     * @param business what the vendor calls it; null: it does not say
     */
    public List<ConnectedSender> ofBusiness(@Nullable String business, ConnectedSender addressed) {
        return byId.values().stream()
                .filter(sender -> sender.account().isOfSameVendor(addressed.account()))
                .filter(sender -> (sender.business() == null || business == null)
                        ? sender.id().equals(addressed.id())
                        : sender.business().equals(business))
                .toList();
    }

    /** What {@code sender}'s vendor takes of {@code media}; where this process does not know the sender, by default. */
    public Optional<MediaLimits> limits(Sender sender, MediaType media) {
        ConnectedSender connected = byId.get(sender.id());
        return connected != null
                ? connected.limits(media)
                : GatewayTypes.byName(sender.gateway()).flatMap(type -> type.limits(media, Map.of()));
    }

    /** How media gets to the vendor of {@code sender}; where this process does not know the sender, by a URL. */
    public MediaWay mediaWay(SenderId sender) {
        ConnectedSender connected = byId.get(sender);
        return connected == null ? MediaWay.LINK : connected.gateway().mediaWay();
    }
}
