package io.drumbeat.api.http.campaign;

import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.engine.fetch.PrivateNetwork;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/** Whether vendors can fetch what we publish. */
final class Reachability {

    private final URI publicUrl;
    private final boolean onlyFromNearby;
    private final Function<SenderId, MediaWay> mediaWay;

    /** @param mediaWay how media gets to a sender's vendor: one that fetches it must be able to reach us */
    Reachability(URI publicUrl, Function<SenderId, MediaWay> mediaWay) {
        this.publicUrl = publicUrl;
        this.onlyFromNearby = PrivateNetwork.hasHost(publicUrl.getHost());
        this.mediaWay = mediaWay;
    }

    /** Sentences for the campaign's author. */
    List<String> warnings(CampaignSpec spec) {
        return spec.media().url() != null ? List.of() : warnings(spec.senders());
    }

    /** The same of media that is posted as a file. */
    List<String> warnings(List<SenderId> senders) {
        if (!onlyFromNearby) {
            return List.of();
        }
        return senders.stream()
                .filter(sender -> mediaWay.apply(sender) == MediaWay.LINK)
                .map(sender -> "The vendor of sender " + sender + " fetches the media from " + publicUrl
                        + ", a loopback or private address that it cannot reach from outside:"
                        + " set DRUMBEAT_PUBLIC_URL to an address that it can.")
                .toList();
    }
}
