package io.drumbeat.api.http.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Upload;
import io.drumbeat.api.http.exchange.Upload.FilePart;
import io.drumbeat.campaigns.audience.FileRows;
import io.drumbeat.campaigns.audience.file.CsvExport;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.spec.FollowUp;
import io.drumbeat.campaigns.spec.SpecJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a campaign is sent to that is posted: the part {@code recipients}, or a file that is made of a campaign before, of its own
 * rows as they came. To all that follows the two are alike.
 *
 * @param spec as posted; of a campaign before, how its file was read stands in it where nothing else does
 * @param file null: there is none, or it cannot be made
 */
record PostedRecipients(JsonNode spec, @Nullable Path file) {

    static final String AUDIENCE = "audience";

    /** What an audience has no part in: its rows are written by us. */
    static final List<String> OF_A_FILE = List.of("encoding", "sheet");

    private static final String CAMPAIGN = AUDIENCE + ".campaign";
    private static final List<String> READING = List.of("columns", "defaultRegion", "phoneFormat");

    /**
     * Finds or makes it.
     *
     * @param required whether it is wrong that there are none, but of a draft
     * @param errors gets what is wrong with them
     */
    static PostedRecipients of(
            Upload upload, JsonNode spec, CampaignStore campaigns, boolean required, List<FieldError> errors)
            throws IOException {
        Path part = upload.part(CampaignIntake.RECIPIENTS).map(FilePart::file).orElse(null);
        boolean followsUp = spec.hasNonNull(AUDIENCE);
        if (part != null && followsUp) {
            errors.add(new FieldError(CampaignIntake.RECIPIENTS, "must be left out beside audience"));
            errors.add(new FieldError(AUDIENCE, "must be left out beside the part recipients"));
        } else if (part == null && !followsUp && required && !SpecJson.isDraft(spec)) {
            errors.add(new FieldError(
                    CampaignIntake.RECIPIENTS, "is required: a part with a CSV file, unless the spec has audience"));
            errors.add(new FieldError(AUDIENCE, "is required unless the part recipients is posted"));
        }
        Optional<FollowUp> followUp = part == null ? SpecJson.followUp(spec) : Optional.empty();
        return followUp.isEmpty()
                ? new PostedRecipients(spec, part)
                : of(followUp.get(), upload, spec, campaigns, errors);
    }

    private static PostedRecipients of(
            FollowUp followUp, Upload folder, JsonNode spec, CampaignStore campaigns, List<FieldError> errors)
            throws IOException {
        Optional<Campaign> before = campaigns.find(followUp.campaign());
        if (before.isEmpty()) {
            errors.add(new FieldError(CAMPAIGN, "is no campaign that there is"));
            return new PostedRecipients(spec, null);
        }
        ObjectNode readAlike = spec.deepCopy();
        ObjectNode readBefore = SpecJson.write(before.get().spec());
        READING.stream()
                .filter(field -> !spec.hasNonNull(field) && readBefore.hasNonNull(field))
                .forEach(field -> readAlike.set(field, readBefore.get(field)));
        return new PostedRecipients(readAlike, file(followUp, before.get(), folder, campaigns, errors));
    }

    private static @Nullable Path file(
            FollowUp followUp, Campaign before, Upload folder, CampaignStore campaigns, List<FieldError> errors)
            throws IOException {
        // Also since a draft's file may be another one a moment later.
        if (before.status() == CampaignStatus.DRAFT) {
            errors.add(new FieldError(CAMPAIGN, "is a draft: nobody was sent to"));
            return null;
        }
        if (before.times().erasedAt() != null) {
            errors.add(new FieldError(CAMPAIGN, "is a campaign whose recipients were erased"));
            return null;
        }
        Path kept = folder.file("followed");
        if (!campaigns.recipientsFile(before.id(), kept)) {
            errors.add(
                    new FieldError(
                            CAMPAIGN,
                            "was posted to an earlier version, which did not keep its file: post the recipients as a part instead"));
            return null;
        }
        Path made = folder.file(CampaignIntake.RECIPIENTS);
        if (!write(followUp, before, kept, campaigns, made)) {
            errors.add(new FieldError(AUDIENCE, "means nobody: at this moment no recipient of that campaign is such"));
            return null;
        }
        return made;
    }

    /** Whether anybody is meant. */
    private static boolean write(FollowUp followUp, Campaign before, Path kept, CampaignStore campaigns, Path into)
            throws IOException {
        try (FileRows rows = FileRows.open(kept, before.spec().audience());
                OutputStream out = Files.newOutputStream(into);
                CsvExport csv = CsvExport.ofRecipients(out)) {
            csv.row(rows.columns());
            long[] written = {0};
            campaigns.eachFollowed(followUp, line -> {
                csv.row(rows.at(line));
                written[0]++;
            });
            return written[0] > 0;
        }
    }
}
