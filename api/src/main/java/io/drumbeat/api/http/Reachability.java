package io.drumbeat.api.http;

import io.drumbeat.campaigns.campaign.CampaignSpec;
import io.drumbeat.campaigns.sender.SenderId;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Whether vendors can fetch what we publish. */
final class Reachability {

    private final URI publicUrl;
    private final boolean onlyFromNearby;
    private final Predicate<SenderId> uploads;

    /** @param uploads whether a sender's media is uploaded, so that its vendor fetches nothing from us */
    Reachability(URI publicUrl, Predicate<SenderId> uploads) {
        this.publicUrl = publicUrl;
        this.onlyFromNearby = isNearby(publicUrl.getHost());
        this.uploads = uploads;
    }

    /** Sentences for the campaign's author. */
    List<String> warnings(CampaignSpec spec) {
        if (!onlyFromNearby || spec.media().url() != null) {
            return List.of();
        }
        return spec.senders().stream()
                .filter(uploads.negate())
                .map(sender -> "The vendor of sender " + sender + " fetches the media from " + publicUrl
                        + ", a loopback or private address that it cannot reach from outside:"
                        + " set DRUMBEAT_PUBLIC_URL to an address that it can.")
                .toList();
    }

    private static boolean isNearby(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .anyMatch(address -> address.isLoopbackAddress()
                            || address.isAnyLocalAddress()
                            || address.isLinkLocalAddress()
                            || address.isSiteLocalAddress());
        } catch (UnknownHostException notKnownHere) {
            // A name that only the outside knows may be good there.
            return false;
        }
    }
}
