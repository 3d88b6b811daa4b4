package io.drumbeat.engine.vendor.cloud;

import static io.drumbeat.engine.gateway.http.JsonText.all;
import static io.drumbeat.engine.gateway.http.JsonText.first;
import static io.drumbeat.engine.gateway.http.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.dispatch.AnnouncementStore;
import io.drumbeat.engine.gateway.callback.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Meta tells of a business account's templates, of its numbers' quality and of the account itself.
 *
 * @see <a href="https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update">
 *     Webhooks, message_template_status_update</a>, phone_number_quality_update and account_update beside it
 */
final class CloudAnnouncements {

    /** A template that cannot be sent any more. One that is flagged, locked, archived or in review still can, or says so itself. */
    private static final Set<String> TEMPLATE_STOPS =
            Set.of("PAUSED", "DISABLED", "REJECTED", "PENDING_DELETION", "DELETED");

    /** Of low quality, and what that has led to: whoever goes on makes it worse. */
    private static final Set<String> NUMBER_STOPS = Set.of("FLAGGED", "DOWNGRADE");

    private static final String DISABLED = "DISABLED_UPDATE";
    private static final String RESTRICTED = "ACCOUNT_RESTRICTION";
    private static final String DELETED = "ACCOUNT_DELETED";

    /** Of restrictions the one that keeps no message back. */
    private static final String NO_MORE_NUMBERS = "RESTRICTED_ADD_PHONE_NUMBER_ACTION";

    private static final String[] DETAILS = {
        "/other_info/title",
        "/other_info/description",
        "/reason",
        "/rejection_info/reason",
        "/rejection_info/recommendation",
        "/disable_info/disable_date",
        "/ban_info/waba_ban_state",
        "/ban_info/waba_ban_date",
        "/violation_info/violation_type",
        "/max_daily_conversations_per_business",
        "/current_limit"
    };

    private CloudAnnouncements() {}

    static List<Announcement> read(JsonNode body) {
        List<Announcement> announcements = new ArrayList<>();
        for (JsonNode entry : objects(body.path("entry"))) {
            for (JsonNode change : objects(entry.path("changes"))) {
                String event = first(change, "/value/event");
                if (event != null) {
                    add(entry, change, event.strip().toUpperCase(Locale.ROOT), announcements);
                }
            }
        }
        return announcements;
    }

    private static void add(JsonNode entry, JsonNode change, String event, List<Announcement> announcements) {
        JsonNode value = change.path("value");
        String business = first(entry, "/id");
        String key = business + " " + first(entry, "/time") + " " + change;
        switch (String.valueOf(first(change, "/field"))) {
            case "message_template_status_update" -> {
                String name = first(value, "/message_template_name");
                String language = first(value, "/message_template_language");
                if (name != null && language != null) {
                    announcements.add(new Announcement(
                            key,
                            business,
                            null,
                            new AnnouncementStore.Template(name, language),
                            TEMPLATE_STOPS.contains(event),
                            words("template " + name + " (" + language + ")", event, value)));
                }
            }
            case "phone_number_quality_update" -> {
                String shown = digits(first(value, "/display_phone_number"));
                if (shown != null) {
                    announcements.add(new Announcement(
                            key,
                            business,
                            shown,
                            null,
                            NUMBER_STOPS.contains(event),
                            words("the number", event, value)));
                }
            }
            case "account_update" ->
                announcements.add(new Announcement(
                        key, business, null, null, stopsAccount(event, value), words("the account", event, value)));
            default -> {}
        }
    }

    private static boolean stopsAccount(String event, JsonNode value) {
        return switch (event) {
            case DISABLED -> "DISABLE".equals(first(value, "/ban_info/waba_ban_state"));
            case RESTRICTED -> {
                List<JsonNode> restrictions = objects(value.path("restriction_info"));
                yield restrictions.isEmpty()
                        || restrictions.stream()
                                .anyMatch(one -> !NO_MORE_NUMBERS.equals(first(one, "/restriction_type")));
            }
            case DELETED -> true;
            default -> false;
        };
    }

    /** Meta's own, each once. */
    private static String words(String subject, String event, JsonNode value) {
        List<String> details = new ArrayList<>(all(value, DETAILS));
        for (JsonNode restriction : objects(value.path("restriction_info"))) {
            details.addAll(all(restriction, "/restriction_type", "/expiration"));
        }
        details.remove("NONE");
        return "Meta says of " + subject + ": " + event
                + (details.isEmpty() ? "" : " (" + String.join("; ", details) + ")");
    }

    /** How people see the numbers that Meta names by its own ids, by those ids. */
    static Map<String, String> shownNumbers(JsonNode body) {
        Map<String, String> shown = new TreeMap<>();
        for (JsonNode entry : objects(body.path("entry"))) {
            for (JsonNode change : objects(entry.path("changes"))) {
                String number = first(change, "/value/metadata/phone_number_id");
                String digits = digits(first(change, "/value/metadata/display_phone_number"));
                if (number != null && digits != null) {
                    shown.put(number, digits);
                }
            }
        }
        return shown;
    }

    private static @Nullable String digits(@Nullable String written) {
        String digits = written == null ? "" : written.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? null : digits;
    }
}
