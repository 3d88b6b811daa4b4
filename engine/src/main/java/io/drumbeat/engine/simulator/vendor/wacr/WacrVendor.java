package io.drumbeat.engine.simulator.vendor.wacr;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drumbeat.engine.simulator.protocol.Checked;
import io.drumbeat.engine.simulator.protocol.Fault;
import io.drumbeat.engine.simulator.protocol.MediaUrls;
import io.drumbeat.engine.simulator.protocol.Refusal;
import io.drumbeat.engine.simulator.protocol.Request;
import io.drumbeat.engine.simulator.protocol.Uploads;
import io.drumbeat.engine.simulator.protocol.Vendor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** WA.cr's side. It documents no webhooks. An account is known by the last characters of its token. */
public final class WacrVendor implements Vendor {

    private static final int TOKENS_END = 4;

    /** By the last three digits of the numbers that ask for them. */
    private static final Map<String, Refused> CODES = Map.ofEntries(
            Map.entry("750", new Refused(401, "UNAUTHORIZED")),
            Map.entry("751", new Refused(403, "INSUFFICIENT_SCOPE")),
            Map.entry("752", new Refused(403, "FEATURE_LIMIT_EXCEEDED")),
            Map.entry("753", new Refused(403, "CONTACT_OPTED_OUT")),
            Map.entry("754", new Refused(404, "NOT_FOUND")),
            Map.entry("755", new Refused(422, "VALIDATION_ERROR")),
            Map.entry("756", new Refused(422, "INVALID_MEDIA_TYPE")),
            Map.entry("757", new Refused(422, "")),
            Map.entry("758", new Refused(422, "WHATSAPP_NOT_CONFIGURED")),
            Map.entry("759", new Refused(429, "RATE_LIMIT_EXCEEDED")),
            Map.entry("760", new Refused(500, "MESSAGE_SEND_FAILED")),
            Map.entry("761", new Refused(500, "MESSAGE_SEND_FAILED")),
            Map.entry("762", new Refused(500, "INTERNAL_ERROR")),
            Map.entry("763", new Refused(500, "INTERNAL_ERROR")));

    private record Refused(int status, String code) {}

    /** After which the message is received all the same. */
    private static final Set<String> RECEIVED = Set.of("761", "763");

    private final Uploads uploads;
    private final MediaUrls urls;

    public WacrVendor(Uploads uploads, MediaUrls urls) {
        this.uploads = uploads;
        this.urls = urls;
    }

    @Override
    public String name() {
        return "wacr";
    }

    @Override
    public String basePath() {
        return "/api/v1";
    }

    @Override
    public Optional<Checked> check(String path, Request request) {
        return path.equals(basePath() + "/messages/media") ? Optional.of(send(request)) : Optional.empty();
    }

    private Checked send(Request request) {
        String account = "wacr";
        try {
            account = account(request);
            return new WacrSend(account, request, uploads, urls).check();
        } catch (Refusal e) {
            return new Checked.Refused(account, e);
        }
    }

    private static String account(Request request) throws Refusal {
        String authorization = request.authorization();
        if (authorization == null || !request.hasBearer()) {
            throw new Refusal(401, "UNAUTHORIZED", "Invalid token");
        }
        String token = authorization.substring("Bearer ".length());
        return "wacr/" + token.substring(Math.max(0, token.length() - TOKENS_END));
    }

    @Override
    public String messageId(long number) {
        return "wacr-" + Long.toString(number, 36);
    }

    @Override
    public Map<Integer, Fault> faults() {
        return CODES.keySet().stream()
                .collect(Collectors.toMap(Integer::valueOf, code -> new Fault(code, RECEIVED.contains(code))));
    }

    /** Cloud's codes it does not know: they are a 422 that carries them. */
    @Override
    public String own(String code) {
        return refused(code).code();
    }

    @Override
    public int statusOf(String code) {
        return refused(code).status();
    }

    private static Refused refused(String code) {
        return CODES.getOrDefault(code, new Refused(422, code));
    }

    @Override
    public String codeOf(int status) {
        return switch (status) {
            case 401 -> "UNAUTHORIZED";
            case 403 -> "INSUFFICIENT_SCOPE";
            case 404 -> "NOT_FOUND";
            case 422 -> "VALIDATION_ERROR";
            case 429 -> "RATE_LIMIT_EXCEEDED";
            default -> "";
        };
    }

    @Override
    public String error(String code, String message) {
        return code.isEmpty()
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put("success", false)
                        .put("message", message)
                        .toString()
                : Vendor.super.error(code, message);
    }
}
