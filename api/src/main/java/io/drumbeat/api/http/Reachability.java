package io.drumbeat.api.http;

import io.drumbeat.campaigns.campaign.CampaignSpec;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.PrivateNetwork;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;

/** Whether vendors can fetch what we publish. */
final class Reachability {

    private final URI publicUrl;
    private final boolean onlyFromNearby;
    private final Predicate<SenderId> fetchesMedia;

    /** @param fetchesMedia whether a sender's vendor fetches media, so that it must be able to reach us */
    Reachability(URI publicUrl, Predicate<SenderId> fetchesMedia) {
        this.publicUrl = publicUrl;
        this.onlyFromNearby = PrivateNetwork.hasHost(publicUrl.getHost());
        this.fetchesMedia = fetchesMedia;
    }

    /** Sentences for the campaign's author. */
    List<String> warnings(CampaignSpec spec) {
        if (!onlyFromNearby || spec.media().url() != null) {
            return List.of();
        }
        return spec.senders().stream()
                .filter(fetchesMedia)
                .map(sender -> "The vendor of sender " + sender + " fetches the media from " + publicUrl
                        + ", a loopback or private address that it cannot reach from outside:"
                        + " set DRUMBEAT_PUBLIC_URL to an address that it can.")
                .toList();
    }
}
