package io.drumbeat.engine.vendor.cloud;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.TemplateLookup;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.http.VendorProtocol;
import io.drumbeat.engine.gateway.http.VendorRequests;
import io.drumbeat.engine.gateway.http.WrongAddress;
import io.drumbeat.engine.gateway.meta.MetaErrors;
import io.drumbeat.engine.gateway.meta.MetaMedia;
import java.util.Optional;
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
    public MediaWay mediaWay() {
        return MediaWay.UPLOAD;
    }

    @Override
    public Connection open() throws NotReached {
        return http.open(sender, this);
    }

    @Override
    public ClassicHttpRequest request(Message message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("messaging_product", "whatsapp");
        body.put("recipient_type", "individual");
        body.put("to", message.phoneDigits());
        Message.Template template = message.template();
        if (template == null) {
            body.put("type", message.type().text());
            body.set(message.type().text(), media(message));
        } else {
            body.put("type", "template");
            body.set("template", template(template, message));
        }
        body.put("biz_opaque_callback_data", message.dispatchId().toString());
        return requests.json("/" + number + "/messages", body);
    }

    private static ObjectNode media(Message message) {
        ObjectNode media = JsonNodeFactory.instance.objectNode();
        message.media().named(id -> media.put("id", id.value()), link -> media.put("link", link.url()));
        if (message.caption() != null && message.type().takesCaption()) {
            media.put("caption", message.caption());
        }
        if (message.fileName() != null && message.type() == MediaType.DOCUMENT) {
            media.put("filename", message.fileName());
        }
        return media;
    }

    /** The media is its header; the parameters are its body, which must be left out where there are none. */
    private static ObjectNode template(Message.Template template, Message message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", template.name());
        json.putObject("language").put("code", template.language());
        ArrayNode components = json.putArray("components");
        component(components, "header")
                .addObject()
                .put("type", message.type().text())
                .set(message.type().text(), media(message));
        if (!template.parameters().isEmpty()) {
            ArrayNode body = component(components, "body");
            template.parameters()
                    .forEach(text -> body.addObject().put("type", "text").put("text", text));
        }
        return json;
    }

    private static ArrayNode component(ArrayNode components, String type) {
        return components.addObject().put("type", type).putArray("parameters");
    }

    @Override
    public Outcome read(Reply reply) {
        return reply.first("/messages/0/id")
                .filter(id -> reply.ok())
                .<Outcome>map(id -> new Outcome.Accepted(id, null, isHeld(reply)))
                .orElseGet(() -> WrongAddress.ofMeta(reply, sender.baseUrl()).orElseGet(() -> MetaErrors.read(reply)));
    }

    private static boolean isHeld(Reply reply) {
        return reply.first("/messages/0/message_status")
                .filter("held_for_quality_assessment"::equals)
                .isPresent();
    }

    @Override
    public Optional<TemplateLookup> templates() {
        return Optional.ofNullable(sender.settings().get(CloudGatewayType.BUSINESS_ACCOUNT_ID))
                .map(business -> new CloudTemplates(sender, business, requests, http));
    }

    @Override
    public Upload upload(MediaFile file) {
        return media.upload(file);
    }
}
