package io.drumbeat.campaigns.campaign.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.SpecJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is other in a spec than in the one before, in words for a campaign's log. */
public final class SpecChanges {

    /** Told with what they are now; of the rest, which may be long, only the names. */
    private static final Set<String> SHORT = Set.of("name", "pacing", "schedule", "autoPause");

    private SpecChanges() {}

    public static String told(CampaignSpec before, CampaignSpec after) {
        ObjectNode old = SpecJson.write(before);
        ObjectNode now = SpecJson.write(after);
        Set<String> fields = new TreeSet<>();
        old.fieldNames().forEachRemaining(fields::add);
        now.fieldNames().forEachRemaining(fields::add);
        return fields.stream()
                .filter(field -> !old.path(field).equals(now.path(field)))
                .map(field -> field.equals("senders") ? senders(before, after) : told(field, now.path(field)))
                .collect(Collectors.joining("; "));
    }

    private static String told(String field, JsonNode now) {
        if (!SHORT.contains(field)) {
            return field;
        }
        return field + ": "
                + (now.isNull()
                        ? "off"
                        : now.isMissingNode() ? (field.equals("pacing") ? "the senders' own" : "none") : words(now));
    }

    private static String words(JsonNode value) {
        return value.isObject()
                ? value.properties().stream()
                        .map(part -> part.getKey() + " " + words(part.getValue()))
                        .collect(Collectors.joining(", "))
                : value.asText();
    }

    private static String senders(CampaignSpec before, CampaignSpec after) {
        List<String> told = new ArrayList<>();
        missing(after.senders(), before.senders()).forEach(sender -> told.add(sender + " added"));
        missing(before.senders(), after.senders()).forEach(sender -> told.add(sender + " removed"));
        return "senders: " + (told.isEmpty() ? "another order" : String.join(", ", told));
    }

    /** Those of {@code senders} that are not among {@code others}. */
    static List<SenderId> missing(List<SenderId> senders, List<SenderId> others) {
        return senders.stream().filter(sender -> !others.contains(sender)).toList();
    }
}
