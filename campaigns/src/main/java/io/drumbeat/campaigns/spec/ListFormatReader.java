package io.drumbeat.campaigns.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.json.JsonFields;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link ListFormat} as it stands in a spec. */
final class ListFormatReader {

    private static final String DEFAULT_REGION = "defaultRegion";
    private static final String PHONE_FORMAT = "phoneFormat";
    private static final String ENCODING = "encoding";
    private static final String SHEET = "sheet";
    private static final String COLUMNS = "columns";
    private static final String PHONE = "phone";

    private final JsonFields fields;

    ListFormatReader(JsonFields fields) {
        this.fields = fields;
    }

    ListFormat read() {
        return new ListFormat(
                fields.parse(DEFAULT_REGION, AudienceSpec::region),
                Objects.requireNonNullElse(fields.parse(PHONE_FORMAT, PhoneFormat::parse), PhoneFormat.AUTO),
                fields.parse(ENCODING, ListFormatReader::encoding),
                sheet(),
                phoneColumn());
    }

    /** The name of an encoding, as it was written. */
    private static String encoding(String name) {
        AudienceSpec.encoding(name);
        return name;
    }

    private @Nullable String sheet() {
        String sheet = fields.text(SHEET);
        if (sheet != null && sheet.isBlank()) {
            fields.error(SHEET, "must name a sheet");
        }
        return sheet;
    }

    private @Nullable String phoneColumn() {
        JsonFields columns = fields.objectOrEmpty(COLUMNS);
        String phone = columns.text(PHONE);
        if (phone != null && phone.isBlank()) {
            columns.error(PHONE, "must name a column");
        }
        columns.refuseOthers();
        return phone;
    }

    static void write(ObjectNode json, ListFormat list) {
        if (list.defaultRegion() != null) {
            json.put(DEFAULT_REGION, list.defaultRegion());
        }
        json.put(PHONE_FORMAT, list.phoneFormat().text());
        if (list.encoding() != null) {
            json.put(ENCODING, list.encoding());
        }
        if (list.sheet() != null) {
            json.put(SHEET, list.sheet());
        }
        if (list.phoneColumn() != null) {
            json.putObject(COLUMNS).put(PHONE, list.phoneColumn());
        }
    }
}
