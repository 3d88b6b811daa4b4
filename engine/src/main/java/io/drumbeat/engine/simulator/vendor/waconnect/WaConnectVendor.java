package io.drumbeat.engine.simulator.vendor.waconnect;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.simulator.protocol.Body;
import io.drumbeat.engine.simulator.protocol.Checked;
import io.drumbeat.engine.simulator.protocol.MediaUrls;
import io.drumbeat.engine.simulator.protocol.Refusal;
import io.drumbeat.engine.simulator.protocol.Request;
import io.drumbeat.engine.simulator.protocol.Uploads;
import io.drumbeat.engine.simulator.protocol.Vendor;
import io.drumbeat.engine.simulator.protocol.Webhook;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** WaConnect's side: an endpoint a type. Uploads go to Meta itself, at the Cloud API. */
public final class WaConnectVendor implements Vendor {

    private static final String ENDPOINTS = "/api/messages/";
    private static final int MAX_CAPTION = 1024;
    private static final String MEDIA_GONE = "131053";

    private final Uploads uploads;
    private final MediaUrls urls;

    public WaConnectVendor(Uploads uploads, MediaUrls urls) {
        this.uploads = uploads;
        this.urls = urls;
    }

    @Override
    public String name() {
        return "waconnect";
    }

    @Override
    public String basePath() {
        return "";
    }

    @Override
    public Optional<Checked> check(String path, Request request) {
        return path.startsWith(ENDPOINTS)
                ? MediaType.parse(path.substring(ENDPOINTS.length())).map(type -> send(type, request))
                : Optional.empty();
    }

    private Checked send(MediaType type, Request request) {
        String account = "waconnect";
        try {
            if (!request.hasApiKey()) {
                throw new Refusal(401, "unauthorized", "Invalid API key");
            }
            Body body = Body.of(request, "invalid_request").allow(fields(type));
            Optional<String> number = body.optional("phoneNumberId");
            account = "waconnect/" + number.orElse("default");
            check(body, type, "cloud/" + number.orElse(""));
            return new Checked.Send(account, body.digits("to"), WaConnectVendor::accepted);
        } catch (Refusal e) {
            return new Checked.Refused(account, e);
        }
    }

    private static Set<String> fields(MediaType type) {
        Set<String> fields = new HashSet<>(Set.of("to", "mediaUrl", "mediaId", "phoneNumberId"));
        if (type.takesCaption()) {
            fields.add("caption");
        }
        if (type == MediaType.DOCUMENT) {
            fields.add("filename");
        }
        return fields;
    }

    private void check(Body body, MediaType type, String uploader) throws Refusal {
        body.require(body.optional("caption").orElse("").length() <= MAX_CAPTION, "caption is too long");
        body.optional("filename");
        Optional<String> id = body.optional("mediaId");
        body.require(id.isPresent() != body.optional("mediaUrl").isPresent(), "one of mediaId and mediaUrl");
        if (id.isEmpty()) {
            urls.check(body, "mediaUrl", 422, "media_unreachable");
            return;
        }
        String mimeType = uploads.mimeType(uploader, id.get())
                .orElseThrow(() -> new Refusal(400, MEDIA_GONE, "This number has no media with that id"));
        if (!takes(type, mimeType)) {
            throw new Refusal(400, MEDIA_GONE, "The media is of another type");
        }
    }

    /** As Meta, but for M4A. */
    private static boolean takes(MediaType type, String mimeType) {
        return MediaLimits.ofMeta(type).mimeTypes().contains(mimeType) && !mimeType.equals("audio/mp4");
    }

    @Override
    public String messageId(long number) {
        return "wamid.WAC" + Long.toString(number, 36);
    }

    @Override
    public Optional<Webhook> webhook() {
        return Optional.of(new WaConnectWebhook());
    }

    private static String accepted(String id, boolean held) {
        return "{\"success\":true,\"data\":{\"messageId\":\"" + id + "\"}}";
    }
}
