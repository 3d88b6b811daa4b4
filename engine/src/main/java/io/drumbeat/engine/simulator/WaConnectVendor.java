package io.drumbeat.engine.simulator;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.simulator.Simulator.Options;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** WaConnect's side: an endpoint a type. Uploads go to Meta itself, which is {@link CloudVendor}. */
final class WaConnectVendor extends UndocumentedReplies {

    private static final int MAX_CAPTION = 1024;
    private static final String MEDIA_GONE = "131053";

    private final MediaUrls urls;

    WaConnectVendor(Options options, MediaUrls urls, Ledger ledger) {
        super(options, ledger);
        this.urls = urls;
    }

    Reaction send(MediaType type, Request request) {
        String account = "waconnect";
        try {
            if (!request.hasApiKey()) {
                throw new Refusal(401, "unauthorized", "Invalid API key");
            }
            Body body = Body.of(request, INVALID).allow(fields(type));
            Optional<String> number = body.optional("phoneNumberId");
            account = "waconnect/" + number.orElse("default");
            check(body, type, "cloud/" + number.orElse(""));
            return reaction(account, body.digits("to"), null, Duration.ZERO);
        } catch (Refusal e) {
            return refused(account, e);
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
            urls.check(body, "mediaUrl", 422, UNREACHABLE);
            return;
        }
        Ledger.Media file = ledger().media(id.get())
                .filter(known -> known.account().equals(uploader))
                .orElseThrow(() -> new Refusal(400, MEDIA_GONE, "This number has no media with that id"));
        if (!takes(type, file.mimeType())) {
            throw new Refusal(400, MEDIA_GONE, "The media is of another type");
        }
    }

    /** As Meta, but for M4A. */
    private static boolean takes(MediaType type, String mimeType) {
        return MediaLimits.ofMeta(type).mimeTypes().contains(mimeType) && !mimeType.equals("audio/mp4");
    }

    @Override
    String messageId(long number) {
        return "wamid.WAC" + Long.toString(number, 36);
    }

    @Override
    String accepted(String phone, String id, boolean held) {
        return "{\"success\":true,\"data\":{\"messageId\":\"" + id + "\"}}";
    }
}
