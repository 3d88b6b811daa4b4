package io.drumbeat.engine.vendor.waconnect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.BaseUrl;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.LenientReplies;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.http.VendorProtocol;
import io.drumbeat.engine.gateway.http.VendorRequests;
import io.drumbeat.engine.gateway.meta.MetaMedia;
import java.net.URI;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/** One number of WaConnect, or its account's default one. */
final class WaConnectGateway implements Gateway, VendorProtocol {

    /** Meta's code for media that it does not have, which WaConnect passes on. */
    private static final String MEDIA_GONE = "131053";

    private final SenderAccess sender;
    private final VendorHttp http;
    private final VendorRequests requests;
    private final @Nullable String number;
    private final @Nullable MetaMedia meta;

    WaConnectGateway(SenderAccess sender, VendorHttp http) {
        this.sender = sender;
        this.http = http;
        this.requests = VendorRequests.withKey(sender, "X-API-Key", WaConnectGatewayType.API_KEY);
        this.number = sender.settings().get(WaConnectGatewayType.PHONE_NUMBER_ID);
        this.meta = number != null && sender.credentials().containsKey(WaConnectGatewayType.META_ACCESS_TOKEN)
                ? new MetaMedia(sender.at(graph(sender)), WaConnectGatewayType.META_ACCESS_TOKEN, number, http)
                : null;
    }

    private static URI graph(SenderAccess sender) {
        return BaseUrl.parse(sender.settings()
                .getOrDefault(WaConnectGatewayType.GRAPH_BASE_URL, WaConnectGatewayType.DEFAULT_GRAPH_BASE_URL));
    }

    @Override
    public MediaWay mediaWay() {
        return meta == null ? MediaWay.LINK : MediaWay.UPLOAD;
    }

    @Override
    public Upload upload(MediaFile file) {
        if (meta == null) {
            throw new UnsupportedOperationException("this sender has no Meta credentials to upload with");
        }
        return meta.upload(file);
    }

    @Override
    public Connection open() throws NotReached {
        return http.open(sender, this);
    }

    @Override
    public ClassicHttpRequest request(Message message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("to", message.phoneDigits());
        message.media().named(id -> body.put("mediaId", id.value()), link -> body.put("mediaUrl", link.url()));
        if (message.caption() != null && message.type().takesCaption()) {
            body.put("caption", message.caption());
        }
        if (message.fileName() != null && message.type() == MediaType.DOCUMENT) {
            body.put("filename", message.fileName());
        }
        if (number != null) {
            body.put("phoneNumberId", number);
        }
        return requests.json("/api/messages/" + message.type().text(), body);
    }

    /** Its documents say nothing of a body. Where WhatsApp fetches a URL, no upload could mend what it cannot have. */
    @Override
    public Outcome read(Reply reply) {
        Outcome outcome = LenientReplies.read(reply);
        return meta != null
                        && outcome instanceof Outcome.Rejected rejected
                        && rejected.code().equals(MEDIA_GONE)
                ? new Outcome.MediaGone(rejected.code(), rejected.message())
                : outcome;
    }
}
