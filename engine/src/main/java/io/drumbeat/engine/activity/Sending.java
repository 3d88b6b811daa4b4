package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaReference;
import io.drumbeat.engine.gateway.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a dispatch to the message that goes out, and what comes back. */
final class Sending {
    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private Sending() {}

    /** Sends {@code dispatch} over {@code connection}; whatever happens is an outcome. */
    static Outcome send(Gateway.Connection connection, CampaignContent content, MediaWay way, Dispatch dispatch) {
        Message message;
        try {
            message = message(content, way, dispatch);
        } catch (RuntimeException fault) {
            LOG.error("no message could be made of {}: {}", dispatch, Failures.describe(fault));
            return new Outcome.CampaignBlocked("message", "the message could not be put together");
        }
        try {
            return connection.send(message);
        } catch (RuntimeException fault) {
            // A gateway that fails where it should answer: nobody knows what has left.
            LOG.error("{} failed within its gateway: {}", dispatch, Failures.describe(fault));
            return new Outcome.Unconfirmed("fault", "a fault while sending: " + Failures.describe(fault));
        }
    }

    private static Message message(CampaignContent content, MediaWay way, Dispatch dispatch) {
        CampaignContent.Said said = content.words().to(dispatch.variables());
        return new Message(
                dispatch.id(),
                dispatch.phone(),
                content.type(),
                media(content, way, dispatch),
                content.mimeType(),
                content.fileName(),
                said.caption(),
                said.template(),
                content.columns(dispatch.variables()));
    }

    private static MediaReference media(CampaignContent content, MediaWay way, Dispatch dispatch) {
        String published = dispatch.uploadedMedia();
        return switch (way) {
            case LINK -> new MediaReference.Link(there(content.link()));
            case UPLOAD -> new MediaReference.Id(there(published));
            case FIRST_SEND ->
                published == null ? new MediaReference.File(there(content.file())) : new MediaReference.Link(published);
        };
    }

    private static <T> T there(@Nullable T media) {
        if (media == null) {
            throw new IllegalStateException("the media is not where this sender needs it");
        }
        return media;
    }
}
