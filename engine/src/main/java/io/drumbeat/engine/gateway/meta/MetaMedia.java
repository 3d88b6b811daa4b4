package io.drumbeat.engine.gateway.meta;

import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.http.VendorRequests;
import io.drumbeat.engine.gateway.http.WrongAddress;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * Uploads to Meta, for one number: an id is good for the number that uploaded it. Safe to use from many threads.
 *
 * @see <a href="https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media">Cloud API, media</a>
 */
public final class MetaMedia {

    /** Meta keeps an upload for 30 days; a day less, since our clocks may differ and a send takes time. */
    public static final Duration VALID_FOR = Duration.ofDays(29);

    private final SenderAccess meta;
    private final VendorRequests requests;
    private final String number;
    private final VendorHttp http;

    /**
     * @param meta the way to Meta's API, which is its base URL
     * @param token the name of the credential for it
     * @param number Meta's id of the number
     */
    public MetaMedia(SenderAccess meta, String token, String number, VendorHttp http) {
        this.meta = meta;
        this.requests = VendorRequests.withBearer(meta, token);
        this.number = number;
        this.http = http;
    }

    /** Uploads {@code file}. It may be called again where its answer never came. */
    public Gateway.Upload upload(Gateway.MediaFile file) {
        ClassicHttpRequest request = requests.multipart(
                "/" + number + "/media", Map.of("messaging_product", "whatsapp", "type", file.mimeType()), file);
        return http.upload(meta, file, request, this::uploaded);
    }

    private Gateway.Upload uploaded(Reply reply) {
        return reply.first("/id")
                .filter(id -> reply.ok())
                .<Gateway.Upload>map(id -> new Gateway.Uploaded(id, VALID_FOR))
                .orElseGet(() -> Gateway.NotUploaded.after(
                        WrongAddress.ofMeta(reply, meta.baseUrl()).orElseGet(() -> MetaErrors.read(reply))));
    }
}
