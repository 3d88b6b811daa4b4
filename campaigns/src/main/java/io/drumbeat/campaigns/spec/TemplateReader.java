package io.drumbeat.campaigns.spec;

import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spec's template.
 *
 * @see <a href="https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates">Meta's names
 *     and languages</a>
 */
final class TemplateReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,512}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(_[A-Z]{2,3})?");
    private static final int MAX_PARAMETERS = 100;
    private static final int MAX_PARAMETER = 10_000;

    private final JsonFields fields;

    private final boolean complete;

    /** @param complete whether what it needs has to be there */
    TemplateReader(JsonFields fields, boolean complete) {
        this.fields = fields;
        this.complete = complete;
    }

    /** Null where anything that it needs is missing or wrong. */
    CampaignSpec.@Nullable Template read() {
        if (complete) {
            fields.require("name", "language");
        }
        String name = matching("name", NAME, "must have 1 to 512 lower-case letters, digits and underscores");
        String language = matching("language", LANGUAGE, "must be a language code such as en or en_US");
        List<String> parameters = parameters();
        fields.refuseOthers();
        return name == null || language == null ? null : new CampaignSpec.Template(name, language, parameters);
    }

    private @Nullable String matching(String field, Pattern pattern, String message) {
        String text = fields.text(field);
        if (text != null && !pattern.matcher(text).matches()) {
            fields.error(field, message);
        }
        return text;
    }

    private List<String> parameters() {
        List<String> read = new ArrayList<>();
        List<@Nullable String> parameters = fields.texts("parameters");
        if (parameters.size() > MAX_PARAMETERS) {
            fields.error("parameters", "must be at most " + MAX_PARAMETERS);
        }
        for (int i = 0; i < parameters.size(); i++) {
            String text = parameters.get(i);
            if (text != null) {
                check("parameters[" + i + "]", text);
                read.add(text);
            }
        }
        return read;
    }

    private void check(String field, String text) {
        MessageTexts.faults(text).forEach(fault -> fields.error(field, fault));
        if (text.isBlank() || text.length() > MAX_PARAMETER) {
            fields.error(field, "must have 1 to " + MAX_PARAMETER + " characters");
        }
    }
}
