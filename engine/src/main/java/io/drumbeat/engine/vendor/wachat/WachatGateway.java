package io.drumbeat.engine.vendor.wachat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaReference;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.LenientReplies;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.http.VendorProtocol;
import io.drumbeat.engine.gateway.http.VendorRequests;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** One instance of Wachat. */
final class WachatGateway implements Gateway, VendorProtocol {

    private final SenderAccess sender;
    private final VendorHttp http;
    private final VendorRequests requests;
    private final String instanceName;
    private final int delayMillis;

    WachatGateway(SenderAccess sender, VendorHttp http) {
        this.sender = sender;
        this.http = http;
        this.requests = VendorRequests.withBearer(sender, WachatGatewayType.TOKEN);
        this.instanceName = sender.setting(WachatGatewayType.INSTANCE_NAME);
        this.delayMillis = Integer.parseInt(sender.settings().getOrDefault(WachatGatewayType.DELAY, "1"));
    }

    @Override
    public MediaWay mediaWay() {
        return MediaWay.LINK;
    }

    @Override
    public Upload upload(MediaFile file) {
        throw new UnsupportedOperationException("wachat has no upload");
    }

    @Override
    public Connection open() throws NotReached {
        return http.open(sender, this);
    }

    @Override
    public ClassicHttpRequest request(Message message) {
        if (!(message.media() instanceof MediaReference.Link media)) {
            throw new IllegalArgumentException("wachat sends media by URL only");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("instanceName", instanceName);
        body.put("number", message.phoneDigits());
        body.put("type", message.type().text());
        body.put("mediaUrl", media.url());
        if (message.caption() != null && message.type().takesCaption()) {
            body.put("message", message.caption());
        }
        if (message.fileName() != null) {
            body.put("fileName", message.fileName());
        }
        if (message.mimeType() != null) {
            body.put("mimetype", message.mimeType());
        }
        // Left out, the vendor waits a random 3 to 5 s of its own on top of our pacing.
        body.put("delay", delayMillis);
        return requests.json("/send/media", body);
    }

    /** It documents statuses only: 200 is "processed and dispatched". */
    @Override
    public Outcome read(Reply reply) {
        return LenientReplies.read(reply);
    }
}
