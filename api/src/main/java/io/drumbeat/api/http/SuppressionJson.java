package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PhoneOptions;
import io.drumbeat.campaigns.audience.phone.PhoneReader;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.suppression.Suppression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
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
    private static final Set<String> OF_THE_BODY = Set.of(PhoneOptions.REGION, PhoneOptions.FORMAT);
    private static final String A_PHONE = "a string: a phone with + and the country code";

    /** Of the list as a file. */
    static final List<String> COLUMNS = List.of(PHONE, REASON, "source", "created_at");

    private final PhoneReader reader;
    private final List<Suppression.Request> requests = new ArrayList<>();

    private SuppressionJson(PhoneReader reader) {
        this.reader = reader;
    }

    /**
     * Reads {@code json}; 422 with all that is wrong with it.
     *
     * @param query a parameter of the request's address, for what {@code json} leaves open
     */
    static List<Suppression.Request> read(JsonNode json, Function<String, @Nullable String> query) {
        // A list by itself is read as one in a field without a name: its elements are [0], [1] and so on.
        String items = json.isArray() && !json.isEmpty() ? "" : ITEMS;
        JsonFields fields = Json.fields(json.isArray() ? Json.object().set(items, json) : json);
        PhoneOptions options = PhoneOptions.of(name -> {
            String said = OF_THE_BODY.contains(name) ? fields.text(name) : null;
            return said == null ? query.apply(name) : said;
        });
        SuppressionJson reading = new SuppressionJson(options.reader());
        reading.read(fields, items);
        Json.check(fields);
        return reading.requests;
    }

    /** The cells of {@link #COLUMNS}. */
    static List<String> cells(Suppression one) {
        return List.of(one.phone(), one.reason(), one.source(), one.createdAt().toString());
    }

    static ObjectNode write(Suppression suppression) {
        return Json.object()
                .put(PHONE, suppression.hashed() ? null : suppression.phone())
                .put("hashed", suppression.hashed())
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

    private void read(JsonFields fields, String items) {
        String reason = reason(fields);
        List<String> lists = Stream.of(PHONES, PHONE, items).filter(fields::has).toList();
        if (lists.size() != 1) {
            fields.error(
                    lists.isEmpty() ? PHONES : lists.get(1),
                    lists.isEmpty()
                            ? "is required: an array of phones with + and the country code; or phone, or items"
                            : "cannot be there together with " + lists.get(0));
        } else if (fields.has(PHONES)) {
            List<@Nullable String> phones = fields.requiredTexts(PHONES, A_PHONE);
            for (int i = 0; i < phones.size(); i++) {
                take(fields, PHONES + "[" + i + "]", phones.get(i), reason);
            }
        } else if (fields.has(PHONE)) {
            take(fields, PHONE, fields.text(PHONE), reason);
        } else {
            fields.requiredObjects(items).forEach(this::entry);
        }
    }

    private void entry(JsonFields entry) {
        entry.require(PHONE);
        take(entry, PHONE, entry.text(PHONE), reason(entry));
        entry.refuseOthers();
    }

    private void take(JsonFields fields, String field, @Nullable String phone, String reason) {
        if (phone != null) {
            reader.read(phone.strip())
                    .fold(valid -> requests.add(new Suppression.Request(valid.e164(), reason)), refused -> {
                        fields.error(field, refused.reason());
                        return false;
                    });
        }
    }

    private static String reason(JsonFields fields) {
        return Objects.requireNonNullElse(fields.text(REASON, Suppression.MAX_REASON), "");
    }
}
