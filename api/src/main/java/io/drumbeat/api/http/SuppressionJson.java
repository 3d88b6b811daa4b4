package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.audience.PhoneReader;
import io.drumbeat.campaigns.campaign.FieldError;
import io.drumbeat.campaigns.suppression.Suppression;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Phones for the suppression list as a request's JSON has them: many for one reason, one, or a list of entries. Notes
 * everything that is wrong instead of stopping there.
 */
final class SuppressionJson {

    private static final String PHONE = "phone";
    private static final String PHONES = "phones";
    private static final String ITEMS = "items";
    private static final String REASON = "reason";
    private static final Set<String> OF_THE_WHOLE =
            Set.of(PHONE, PHONES, ITEMS, REASON, PhoneOptions.REGION, PhoneOptions.FORMAT);
    private static final Set<String> OF_AN_ENTRY = Set.of(PHONE, REASON);

    private final PhoneReader reader;
    private final List<Suppression.Request> requests = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();

    private SuppressionJson(PhoneReader reader) {
        this.reader = reader;
    }

    /**
     * Reads {@code json}; 422 with all that is wrong with it.
     *
     * @param query a parameter of the request's address, for what {@code json} leaves open
     */
    static List<Suppression.Request> read(JsonNode json, Function<String, @Nullable String> query) {
        PhoneOptions options = PhoneOptions.of(name -> {
            String elsewhere = query.apply(name);
            return json.path(name).isTextual() ? json.path(name).textValue() : elsewhere;
        });
        SuppressionJson reading = new SuppressionJson(options.reader());
        if (json.isArray()) {
            reading.entries("", json);
        } else {
            reading.whole(json);
        }
        if (!reading.errors.isEmpty()) {
            throw Problem.invalid(reading.errors);
        }
        return reading.requests;
    }

    static ObjectNode write(Suppression suppression) {
        return Json.object()
                .put(PHONE, suppression.phone())
                .put(REASON, suppression.reason())
                .put("source", suppression.source())
                .put("createdAt", Json.time(suppression.createdAt()));
    }

    static ObjectNode write(Suppression.Unmatched unmatched) {
        ObjectNode json = Json.object().put("count", unmatched.count());
        var newest = json.putArray(ITEMS);
        unmatched
                .newest()
                .forEach(optOut -> newest.addObject()
                        .put("userId", optOut.userId())
                        .put("source", optOut.source())
                        .put("saidAt", Json.time(optOut.saidAt())));
        return json;
    }

    private void whole(JsonNode json) {
        errors.addAll(Json.unknownFields("", json, OF_THE_WHOLE));
        List<String> lists =
                List.of(PHONES, PHONE, ITEMS).stream().filter(json::has).toList();
        if (lists.size() != 1) {
            error(
                    lists.isEmpty() ? PHONES : lists.get(1),
                    lists.isEmpty()
                            ? "is required: an array of phones with + and the country code; or phone, or items"
                            : "cannot be there together with " + lists.get(0));
            return;
        }
        String reason = reason("", json);
        switch (lists.get(0)) {
            case PHONES -> each(PHONES, json.get(PHONES), (field, phone) -> phone(field, phone, reason));
            case PHONE -> phone(PHONE, json.get(PHONE), reason);
            default -> entries(ITEMS, json.get(ITEMS));
        }
    }

    private void entries(String list, JsonNode array) {
        each(list, array, (field, entry) -> {
            if (entry.isObject()) {
                errors.addAll(Json.unknownFields(field + ".", entry, OF_AN_ENTRY));
                phone(field + "." + PHONE, entry.path(PHONE), reason(field + ".", entry));
            } else {
                error(field, "must be an object with phone and, where there is one, reason");
            }
        });
    }

    private void each(String list, JsonNode array, Element element) {
        if (!array.isArray() || array.isEmpty()) {
            error(list.isEmpty() ? ITEMS : list, "must be an array with at least one element");
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            element.read(list + "[" + i + "]", array.get(i));
        }
    }

    private interface Element {
        void read(String field, JsonNode element);
    }

    private void phone(String field, JsonNode phone, String reason) {
        if (!phone.isTextual()) {
            error(field, "must be a string: a phone with + and the country code");
            return;
        }
        FieldError refusal = reader.read(phone.textValue().strip())
                .fold(
                        valid -> {
                            requests.add(new Suppression.Request(valid.e164(), reason));
                            return null;
                        },
                        refused -> new FieldError(field, refused.reason()));
        if (refusal != null) {
            errors.add(refusal);
        }
    }

    private String reason(String path, JsonNode json) {
        JsonNode reason = json.path(REASON);
        if (reason.isMissingNode() || reason.isNull()) {
            return "";
        }
        String text = Objects.requireNonNullElse(reason.textValue(), "\0");
        boolean good = text.codePointCount(0, text.length()) <= Suppression.MAX_REASON
                && text.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (!good) {
            error(path + REASON, "must be a string of at most " + Suppression.MAX_REASON + " characters");
        }
        return text;
    }

    private void error(String field, String message) {
        errors.add(new FieldError(field, message));
    }
}
