package io.drumbeat.campaigns.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change of a spec, as JSON: the fields that it names. An object is merged into what was there, as RFC 7396 has it, but for
 * pacing, whose two forms must not be mixed; null is what it is in a spec.
 */
public final class SpecPatch {

    private static final String WHOLE = "pacing";

    private final JsonNode patch;

    /** {@code patch} is an object. */
    public SpecPatch(JsonNode patch) {
        this.patch = patch;
    }

    /** The fields that it names, known or not. */
    public Set<String> fields() {
        Set<String> names = new TreeSet<>();
        patch.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** {@code spec} with it, as it would be posted. */
    public ObjectNode appliedTo(CampaignSpec spec) {
        ObjectNode json = SpecJson.write(spec);
        patch.properties().forEach(field -> {
            if (field.getKey().equals(WHOLE)) {
                json.set(WHOLE, field.getValue());
            } else {
                merge(json, field.getKey(), field.getValue());
            }
        });
        return json;
    }

    private static void merge(ObjectNode into, String name, JsonNode value) {
        if (value.isObject() && into.path(name) instanceof ObjectNode there) {
            value.properties().forEach(field -> merge(there, field.getKey(), field.getValue()));
        } else {
            into.set(name, value);
        }
    }
}
