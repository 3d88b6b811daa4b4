package io.drumbeat.api.http;

import io.drumbeat.api.security.Authenticator;
import io.drumbeat.api.security.Sessions;
import io.drumbeat.campaigns.campaign.CampaignControl;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.receipt.Webhooks;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the server stands on; whoever gives it closes it, after the server.
 *
 * @param mediaWay how media gets to a sender's vendor
 * @param limits what a sender's vendor takes of a media type, empty where it takes none of it
 * @param readiness what the server needs to be ready, by name, each with what keeps it from it, within a few seconds; empty: nothing does
 */
public record HttpPorts(
        CampaignStore campaigns,
        CampaignControl control,
        SenderStore senders,
        SuppressionStore suppressions,
        MediaStore media,
        MediaFetch mediaFetch,
        CampaignSignals signals,
        Webhooks webhooks,
        Function<SenderId, MediaWay> mediaWay,
        BiFunction<Sender, MediaType, Optional<MediaLimits>> limits,
        Authenticator authenticator,
        Sessions sessions,
        Map<String, Supplier<Optional<String>>> readiness,
        PrometheusMeterRegistry metrics) {

    public HttpPorts {
        readiness = Map.copyOf(readiness);
    }
}
