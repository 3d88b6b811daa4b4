package io.drumbeat.campaigns.pacing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.json.JsonFields;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Quiet hours as JSON: {@code from}, {@code to} and {@code zone}. */
public enum QuietHoursJson {
    /** Of a sender: by the clock of a zone that it names. */
    SENDER,
    /** Of a campaign: by each recipient's own clock unless it names a zone. */
    CAMPAIGN;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String ZONE = "zone";
    private static final String RECIPIENT = "recipient";

    /** The quiet hours that {@code fields} say; null where they are wrong, which is then among its errors. */
    public @Nullable QuietHours read(JsonFields fields) {
        fields.require(FROM, TO);
        LocalTime from = fields.parse(FROM, QuietHoursJson::time);
        LocalTime to = fields.parse(TO, QuietHoursJson::time);
        boolean ofRecipients = this == CAMPAIGN
                && (!fields.has(ZONE)
                        || RECIPIENT.equals(fields.json().path(ZONE).textValue()));
        if (!ofRecipients) {
            fields.require(ZONE);
        }
        ZoneId zone = ofRecipients ? null : fields.parse(ZONE, this::zone);
        fields.refuseOthers();
        if (from == null || to == null || (zone == null && !ofRecipients)) {
            return null;
        }
        if (from.equals(to)) {
            fields.error(TO, "must be another time than from");
            return null;
        }
        return new QuietHours(from, to, zone);
    }

    private static LocalTime time(String text) {
        try {
            if (text.length() == "21:00".length()) {
                return LocalTime.parse(text);
            }
        } catch (DateTimeParseException notATime) {
            // said below
        }
        throw new IllegalArgumentException("must be a time of the day from 00:00 to 23:59, like 21:00");
    }

    private ZoneId zone(String text) {
        if (ZoneId.getAvailableZoneIds().contains(text)) {
            return ZoneId.of(text);
        }
        throw new IllegalArgumentException(
                "must be a time zone by its IANA name, like Asia/Kolkata" + (this == CAMPAIGN ? ", or recipient" : ""));
    }

    /** What {@link #read} reads as {@code hours}. */
    public ObjectNode write(QuietHours hours) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(FROM, hours.from().toString())
                .put(TO, hours.to().toString())
                .put(ZONE, hours.zone() == null ? RECIPIENT : hours.zone().getId());
    }

    /** What {@link #write} wrote; null for null. */
    public @Nullable QuietHours stored(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            return Objects.requireNonNull(read(JsonFields.root("quietHours", JSON.readTree(json))), json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored quiet hours that are no JSON", e);
        }
    }
}
