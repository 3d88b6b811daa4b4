package io.drumbeat.campaigns.spec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.QuietHoursJson;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * When a campaign sends.
 *
 * @param startAt not before; null: as soon as it is started
 * @param quietHours in which it does not; null: at any hour
 */
public record Schedule(
        @Nullable OffsetDateTime startAt, @Nullable QuietHours quietHours) {

    /** At once, at any hour. */
    public static final Schedule NONE = new Schedule(null, null);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    /** What PostgreSQL reads as well. */
    private static final int FIRST_YEAR = 1970;

    private static final int LAST_YEAR = 9999;
    private static final int FURTHEST_OFFSET_HOURS = 14;

    /** What {@code schedule} says; what is wrong with it is among its errors. */
    static Schedule read(JsonFields schedule) {
        OffsetDateTime startAt = schedule.parse("startAt", Schedule::startAt);
        JsonFields quiet = schedule.object("quietHours");
        QuietHours quietHours = quiet == null ? null : QuietHoursJson.CAMPAIGN.read(quiet);
        schedule.refuseOthers();
        return new Schedule(startAt, quietHours);
    }

    private static OffsetDateTime startAt(String text) {
        try {
            OffsetDateTime startAt = OffsetDateTime.parse(text, TIME);
            int offset = Math.abs(startAt.getOffset().getTotalSeconds());
            if (startAt.getYear() >= FIRST_YEAR
                    && startAt.getYear() <= LAST_YEAR
                    && offset <= FURTHEST_OFFSET_HOURS * 3600) {
                return startAt;
            }
        } catch (DateTimeParseException notATime) {
            // said below
        }
        throw new IllegalArgumentException("must be a time with its offset, like 2026-12-01T09:00:00+05:30 or …Z");
    }

    /** What {@link #read} reads as this. */
    ObjectNode write() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (startAt != null) {
            json.put("startAt", TIME.format(startAt));
        }
        if (quietHours != null) {
            json.set("quietHours", QuietHoursJson.CAMPAIGN.write(quietHours));
        }
        return json;
    }
}
