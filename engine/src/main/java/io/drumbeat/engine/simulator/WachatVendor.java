package io.drumbeat.engine.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.engine.gateway.MediaFetch;
import io.drumbeat.engine.simulator.Simulator.Options;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Wachat's side: sends of media by URL. */
final class WachatVendor extends Replies {

    private static final Set<String> TYPES = Set.of("image", "video", "document", "audio");
    private static final String INVALID = "invalid_request";

    private final MediaUrls urls;

    WachatVendor(Options options, MediaFetch media, Ledger ledger) {
        super(options, ledger);
        this.urls = new MediaUrls(options, media);
    }

    Reaction send(Request request) {
        String account = "wachat";
        try {
            if (!request.hasBearer()) {
                throw new Refusal(401, "unauthorized", "Invalid secret key");
            }
            Body body = Body.of(request, INVALID);
            account = "wachat/" + body.required("instanceName");
            return reaction(account, check(body), typing(body));
        } catch (Refusal e) {
            return Reaction.refusal(
                    account, Answer.json("refused " + e.code(), e.status(), error(e.code(), e.reason())));
        }
    }

    private String check(Body body) throws Refusal {
        body.allow(Set.of("instanceName", "number", "type", "mediaUrl", "message", "fileName", "mimetype", "delay"));
        body.require(TYPES.contains(body.required("type")), "type must be one of image, video, document, audio");
        body.optional("message");
        body.optional("fileName");
        body.optional("mimetype");
        fetch(body.required("mediaUrl"));
        String number = body.required("number");
        body.require(number.matches("[1-9][0-9]{5,14}"), "number must be digits with the country code");
        return number;
    }

    /** Left out, the vendor waits a random 3 to 5 s of its own. */
    private static Duration typing(Body body) throws Refusal {
        return Duration.ofMillis(body.integer("delay")
                .orElseGet(() -> ThreadLocalRandom.current().nextInt(3000, 5001)));
    }

    private void fetch(String url) throws Refusal {
        if (!MediaUrls.isUrl(url)) {
            throw new Refusal(400, INVALID, "mediaUrl must be a fully qualified URL");
        }
        if (!urls.canBeFetched(url)) {
            throw new Refusal(422, "media_unreachable", "mediaUrl could not be fetched");
        }
    }

    @Override
    String accepted(String phone, long id, boolean held) {
        return "{\"success\":true,\"data\":{\"key\":{\"id\":\"3EB0" + Long.toHexString(id) + "\"}}}";
    }

    /** It documents no codes: all of Cloud's sound alike here. */
    @Override
    Answer code(String code) {
        return Answer.json(code, 422, error(code, "Simulated error"));
    }

    @Override
    String failureBehind200(String code) {
        return error(code, "Simulated error");
    }

    @Override
    Answer status(int status) {
        return Answer.json("" + status, status, error("" + status, "Simulated HTTP " + status));
    }

    private static String error(String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("success", false);
        body.putObject("error").put("code", code).put("message", message);
        return body.toString();
    }
}
