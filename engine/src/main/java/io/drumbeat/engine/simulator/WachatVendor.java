package io.drumbeat.engine.simulator;

import io.drumbeat.engine.simulator.Simulator.Options;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Wachat's side: sends of media by URL. */
final class WachatVendor extends UndocumentedReplies {

    private static final Set<String> TYPES = Set.of("image", "video", "document", "audio");

    private final MediaUrls urls;

    WachatVendor(Options options, MediaUrls urls, Ledger ledger) {
        super(options, ledger);
        this.urls = urls;
    }

    Reaction send(Request request) {
        String account = "wachat";
        try {
            if (!request.hasBearer()) {
                throw new Refusal(401, "unauthorized", "Invalid secret key");
            }
            Body body = Body.of(request, INVALID);
            account = "wachat/" + body.required("instanceName");
            return reaction(account, check(body), null, typing(body));
        } catch (Refusal e) {
            return refused(account, e);
        }
    }

    private String check(Body body) throws Refusal {
        body.allow(Set.of("instanceName", "number", "type", "mediaUrl", "message", "fileName", "mimetype", "delay"));
        body.require(TYPES.contains(body.required("type")), "type must be one of image, video, document, audio");
        body.optional("message");
        body.optional("fileName");
        body.optional("mimetype");
        urls.check(body, "mediaUrl", 422, UNREACHABLE);
        return body.digits("number");
    }

    /** Left out, the vendor waits a random 3 to 5 s of its own. */
    private static Duration typing(Body body) throws Refusal {
        return Duration.ofMillis(body.integer("delay")
                .orElseGet(() -> ThreadLocalRandom.current().nextInt(3000, 5001)));
    }

    @Override
    String messageId(long number) {
        return "3EB0" + Long.toHexString(number);
    }

    @Override
    String accepted(String phone, String id, boolean held) {
        return "{\"success\":true,\"data\":{\"key\":{\"id\":\"" + id + "\"}}}";
    }
}
