package io.drumbeat.engine.simulator.vendor.wachat;

import io.drumbeat.engine.simulator.protocol.Body;
import io.drumbeat.engine.simulator.protocol.Checked;
import io.drumbeat.engine.simulator.protocol.MediaUrls;
import io.drumbeat.engine.simulator.protocol.Refusal;
import io.drumbeat.engine.simulator.protocol.Request;
import io.drumbeat.engine.simulator.protocol.Vendor;
import io.drumbeat.engine.simulator.protocol.Webhook;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Wachat's side: sends of media by URL. */
public final class WachatVendor implements Vendor {

    private static final Set<String> TYPES = Set.of("image", "video", "document", "audio");

    private final MediaUrls urls;

    public WachatVendor(MediaUrls urls) {
        this.urls = urls;
    }

    @Override
    public String name() {
        return "wachat";
    }

    @Override
    public String basePath() {
        return "/api/v1";
    }

    @Override
    public Optional<Checked> check(String path, Request request) {
        return path.equals(basePath() + "/send/media") ? Optional.of(send(request)) : Optional.empty();
    }

    private Checked send(Request request) {
        String account = "wachat";
        try {
            if (!request.hasBearer()) {
                throw new Refusal(401, "unauthorized", "Invalid secret key");
            }
            Body body = Body.of(request, "invalid_request");
            account = "wachat/" + body.required("instanceName");
            return new Checked.Send(account, check(body), null, typing(body), WachatVendor::accepted);
        } catch (Refusal e) {
            return new Checked.Refused(account, e);
        }
    }

    private String check(Body body) throws Refusal {
        body.allow(Set.of("instanceName", "number", "type", "mediaUrl", "message", "fileName", "mimetype", "delay"));
        body.require(TYPES.contains(body.required("type")), "type must be one of image, video, document, audio");
        body.optional("message");
        body.optional("fileName");
        body.optional("mimetype");
        urls.check(body, "mediaUrl", 422, "media_unreachable");
        return body.digits("number");
    }

    /** Left out, the vendor waits a random 3 to 5 s of its own. */
    private static Duration typing(Body body) throws Refusal {
        return Duration.ofMillis(body.integer("delay")
                .orElseGet(() -> ThreadLocalRandom.current().nextInt(3000, 5001)));
    }

    @Override
    public String messageId(long number) {
        return "3EB0" + Long.toHexString(number);
    }

    @Override
    public Optional<Webhook> webhook() {
        return Optional.of(new WachatWebhook());
    }

    private static String accepted(String id, boolean held) {
        return "{\"success\":true,\"data\":{\"key\":{\"id\":\"" + id + "\"}}}";
    }
}
