package io.drumbeat.engine.gateway.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaReference;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.MetaErrors;
import io.drumbeat.engine.gateway.MetaMedia;
import io.drumbeat.engine.gateway.Reply;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.VendorHttp;
import io.drumbeat.engine.gateway.VendorProtocol;
import io.drumbeat.engine.gateway.VendorRequests;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** One number of the Cloud API. */
final class CloudGateway implements Gateway, VendorProtocol {

    private final SenderAccess sender;
    private final VendorHttp http;
    private final VendorRequests requests;
    private final MetaMedia media;
    private final String number;

    CloudGateway(SenderAccess sender, VendorHttp http) {
        this.sender = sender;
        this.http = http;
        this.requests = VendorRequests.withBearer(sender, CloudGatewayType.ACCESS_TOKEN);
        this.number = sender.setting(CloudGatewayType.PHONE_NUMBER_ID);
        this.media = new MetaMedia(sender, CloudGatewayType.ACCESS_TOKEN, number, http);
    }

    @Override
    public boolean uploads() {
        return true;
    }

    @Override
    public Line open() throws NotReached {
        return http.open(sender, this);
    }

    @Override
    public ClassicHttpRequest request(Message message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("messaging_product", "whatsapp");
        body.put("recipient_type", "individual");
        body.put("to", message.phoneDigits());
        body.put("type", message.type().text());
        body.set(message.type().text(), media(message));
        body.put("biz_opaque_callback_data", message.dispatchId().toString());
        return requests.json("/" + number + "/messages", body);
    }

    private static ObjectNode media(Message message) {
        ObjectNode media = JsonNodeFactory.instance.objectNode();
        media.put(
                message.media().kind() == MediaReference.Kind.ID ? "id" : "link",
                message.media().value());
        if (message.caption() != null && message.type().takesCaption()) {
            media.put("caption", message.caption());
        }
        if (message.fileName() != null && message.type() == MediaType.DOCUMENT) {
            media.put("filename", message.fileName());
        }
        return media;
    }

    @Override
    public Outcome read(Reply reply) {
        return reply.first("/messages/0/id")
                .filter(id -> reply.ok())
                .<Outcome>map(Outcome.Accepted::new)
                .orElseGet(() -> MetaErrors.read(reply));
    }

    @Override
    public Upload upload(MediaFile file) {
        return media.upload(file);
    }
}
