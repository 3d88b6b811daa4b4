package io.drumbeat.engine.vendor.pepipost;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.http.VendorProtocol;
import io.drumbeat.engine.gateway.http.VendorRequests;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/** One source of Pepipost. */
final class PepipostGateway implements Gateway, VendorProtocol {

    private final SenderAccess sender;
    private final VendorHttp http;
    private final VendorRequests requests;
    private final String source;
    private final @Nullable String uploadPath;

    PepipostGateway(SenderAccess sender, VendorHttp http) {
        this.sender = sender;
        this.http = http;
        this.requests = VendorRequests.withBearer(sender, PepipostGatewayType.TOKEN);
        this.source = sender.setting(PepipostGatewayType.SOURCE);
        this.uploadPath = sender.settings().get(PepipostGatewayType.MEDIA_UPLOAD_PATH);
    }

    @Override
    public MediaWay mediaWay() {
        return uploadPath == null ? MediaWay.LINK : MediaWay.UPLOAD;
    }

    @Override
    public Upload upload(MediaFile file) {
        if (uploadPath == null) {
            throw new UnsupportedOperationException("this sender has no mediaUploadPath");
        }
        return http.upload(sender, file, requests.multipart(uploadPath, Map.of(), file), PepipostReplies::readUpload);
    }

    @Override
    public Connection open() throws NotReached {
        return http.open(sender, this);
    }

    /** Exactly one message, since one id comes back. */
    @Override
    public ClassicHttpRequest request(Message message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode one = body.putArray("message").addObject();
        one.put("recipient_whatsapp", message.phoneDigits());
        one.put("recipient_type", "individual");
        one.put("message_type", "media");
        one.put("source", source);
        one.put("x-apiheader", message.dispatchId().toString());
        one.putArray("type_media").addObject().putArray("attachments").add(attachment(message));
        return requests.json("/message/", body);
    }

    private static ObjectNode attachment(Message message) {
        ObjectNode attachment = JsonNodeFactory.instance.objectNode();
        message.media()
                .named(
                        id -> attachment.put("attachment_id", id.value()),
                        link -> attachment
                                .put("attachment_url", link.url())
                                .put("attachment_type", message.type().text()));
        if (message.caption() != null && message.type().takesCaption()) {
            attachment.put("caption", message.caption());
        }
        return attachment;
    }

    @Override
    public Outcome read(Reply reply) {
        return PepipostReplies.read(reply);
    }
}
