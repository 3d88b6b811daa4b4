package io.drumbeat.campaigns.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.spec.FollowUp.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link FollowUp} as it stands in a spec. */
final class FollowUpReader {

    static final String AUDIENCE = "audience";

    private static final String CAMPAIGN = "campaign";
    private static final String OUTCOME = "outcome";
    private static final String ACCEPT_DUPLICATES = "acceptDuplicates";
    private static final String OUTCOMES =
            Stream.of(Outcome.values()).map(Outcome::text).collect(Collectors.joining(", "));

    private final JsonFields spec;
    private final boolean complete;

    /** @param complete whether it is wrong that something is missing */
    FollowUpReader(JsonFields spec, boolean complete) {
        this.spec = spec;
        this.complete = complete;
    }

    /** The one that {@code spec} has, where nothing is wrong with it. */
    static Optional<FollowUp> find(JsonNode spec) {
        JsonFields fields = JsonFields.root("spec", spec);
        FollowUp found = spec.isObject() ? new FollowUpReader(fields, true).read() : null;
        return Optional.ofNullable(found).filter(any -> fields.errors().isEmpty());
    }

    /** Null where there is none, or it cannot be read. */
    @Nullable
    FollowUp read() {
        JsonFields fields = spec.object(AUDIENCE);
        if (fields == null) {
            return null;
        }
        refuseBeside("encoding");
        refuseBeside("sheet");
        if (complete) {
            fields.require(CAMPAIGN);
        }
        CampaignId campaign = fields.parse(
                CAMPAIGN,
                text -> CampaignId.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("must be the id of a campaign")));
        Set<Outcome> outcomes = outcomes(fields);
        boolean acceptDuplicates = Boolean.TRUE.equals(fields.bool(ACCEPT_DUPLICATES));
        if (outcomes.contains(Outcome.UNCONFIRMED) && !acceptDuplicates) {
            fields.error(
                    ACCEPT_DUPLICATES,
                    "must be true for the outcome unconfirmed: some of these people have the message already");
        }
        fields.refuseOthers();
        return campaign == null || outcomes.isEmpty() ? null : new FollowUp(campaign, outcomes, acceptDuplicates);
    }

    private void refuseBeside(String field) {
        if (spec.has(field)) {
            spec.error(field, "must be left out beside audience: that campaign's file is read as it was read there");
        }
    }

    private Set<Outcome> outcomes(JsonFields fields) {
        List<@Nullable String> names = complete ? fields.requiredTexts(OUTCOME) : fields.texts(OUTCOME);
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Optional<Outcome> outcome = Stream.of(Outcome.values())
                    .filter(each -> each.text().equals(name))
                    .findFirst();
            outcome.ifPresent(outcomes::add);
            if (name != null && outcome.isEmpty()) {
                fields.error(OUTCOME + "[" + i + "]", "must be one of " + OUTCOMES);
            }
        }
        return outcomes;
    }

    /** Writes it as {@link #read} reads it. */
    static void write(ObjectNode spec, FollowUp followUp) {
        ObjectNode json =
                spec.putObject(AUDIENCE).put(CAMPAIGN, followUp.campaign().toString());
        Stream.of(Outcome.values())
                .filter(followUp.outcomes()::contains)
                .forEach(outcome -> json.withArray("/" + OUTCOME).add(outcome.text()));
        if (followUp.acceptDuplicates()) {
            json.put(ACCEPT_DUPLICATES, true);
        }
    }
}
