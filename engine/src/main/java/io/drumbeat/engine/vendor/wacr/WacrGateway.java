package io.drumbeat.engine.vendor.wacr;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.http.VendorProtocol;
import io.drumbeat.engine.gateway.http.VendorRequests;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/** One tenant of WA.cr. */
final class WacrGateway implements Gateway, VendorProtocol {

    /** Of a recipient, what goes to the vendor as it is: an existing contact, or fields of one that it creates. */
    static final Set<String> COLUMNS = Set.of(
            "contact_id",
            "contact.firstname",
            "contact.lastname",
            "contact.email",
            "contact.country",
            "contact.assigned_id",
            "contact.groups");

    private static final String PATH = "/messages/media";

    private final SenderAccess sender;
    private final VendorHttp http;
    private final VendorRequests requests;

    WacrGateway(SenderAccess sender, VendorHttp http) {
        this.sender = sender;
        this.http = http;
        this.requests = VendorRequests.withBearer(sender, WacrGatewayType.TOKEN);
    }

    @Override
    public MediaWay mediaWay() {
        return MediaWay.FIRST_SEND;
    }

    @Override
    public Upload upload(MediaFile file) {
        throw new UnsupportedOperationException("wacr's first send is the upload");
    }

    @Override
    public Connection open() throws NotReached {
        return new WacrConnection(http.open(sender, this));
    }

    @Override
    public ClassicHttpRequest request(Message message) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("phone", message.phoneDigits());
        fields.put("media_type", message.type().text());
        String caption = caption(message);
        if (caption != null) {
            fields.put("caption", caption);
        }
        if (message.fileName() != null && message.type() == MediaType.DOCUMENT) {
            fields.put("filename", message.fileName());
        }
        message.columns().forEach((name, value) -> {
            if (COLUMNS.contains(name)) {
                fields.put(name, value);
            }
        });
        return message.media()
                .fold(
                        id -> {
                            throw new IllegalArgumentException("wacr knows no ids of media");
                        },
                        link -> {
                            fields.put("media_url", link.url());
                            return requests.form(PATH, fields);
                        },
                        file -> requests.multipart(PATH, fields, "media_file", file.content()));
    }

    /**
     * The caption as it is sent, null without one. The vendor expands merge fields ({@code @{contact_first_name}}): none
     * that a recipient's data, or the author, wrote by chance may look like one.
     */
    static @Nullable String caption(Message message) {
        return message.caption() != null && message.type().takesCaption()
                ? message.caption().replace("@{", "@\u200b{")
                : null;
    }

    @Override
    public Outcome read(Reply reply) {
        return WacrReplies.read(reply);
    }
}
