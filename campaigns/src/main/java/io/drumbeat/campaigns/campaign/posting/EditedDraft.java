package io.drumbeat.campaigns.campaign.posting;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.audience.ImportedAudience;
import io.drumbeat.campaigns.campaign.CampaignLog;
import io.drumbeat.campaigns.campaign.CampaignRows;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.RecipientZones;
import io.drumbeat.campaigns.campaign.RecipientsFile;
import io.drumbeat.campaigns.campaign.control.ChangedSpec;
import io.drumbeat.campaigns.campaign.control.Gate;
import io.drumbeat.campaigns.campaign.control.SameContent;
import io.drumbeat.campaigns.campaign.control.SpecChanges;
import io.drumbeat.campaigns.campaign.control.SpecRow;
import io.drumbeat.campaigns.campaign.posting.CampaignCreation.RefusedFile;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.spec.CampaignSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** One transaction that makes another of a draft: nothing of it was sent, so that all of it may go. */
final class EditedDraft {

    private final Handle handle;
    private final CampaignId id;
    private final DraftEdit edit;

    EditedDraft(Handle handle, CampaignId id, DraftEdit edit) {
        this.handle = handle;
        this.id = id;
        this.edit = edit;
    }

    DraftEdit.Result write() throws IOException {
        Gate.exclusive(handle, id); // it cannot start meanwhile
        CampaignStatus status =
                CampaignRows.status(handle.createQuery("select status from campaign where campaign_id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
        if (status != CampaignStatus.DRAFT) {
            return new DraftEdit.NoDraft(status);
        }
        if (!SpecRow.read(handle, id).equals(edit.before())) {
            return new DraftEdit.Outdated();
        }
        String told = told();
        if (told.isEmpty()) {
            return new DraftEdit.Edited();
        }
        new ChangedSpec(id, edit.before(), edit.after()).write(handle);
        writeMedia();
        if (edit.recipients() != null) {
            RecipientsFile.keep(handle, id, edit.recipients());
            writeRecipients(edit.recipients());
        } else if (isReadOtherwise(edit.before(), edit.after())) {
            readAgain();
        }
        writeContent();
        if (RecipientZones.areNeeded(edit.after().schedule())) {
            RecipientZones.count(handle, id);
        }
        CampaignLog.write(handle, id, edit.actor(), "changed", told, null);
        return new DraftEdit.Edited();
    }

    private String told() {
        List<String> told = new ArrayList<>();
        Optional.of(SpecChanges.told(edit.before(), edit.after()))
                .filter(text -> !text.isEmpty())
                .ifPresent(told::add);
        if (edit.media().isPresent()) {
            told.add("another media file");
        }
        if (edit.recipients() != null) {
            told.add("another recipients file");
        }
        return String.join("; ", told);
    }

    private void writeMedia() throws IOException {
        boolean stays = edit.media().isEmpty()
                && Objects.equals(
                        edit.after().media().url(), edit.before().media().url());
        Sha256 media = edit.media().isEmpty() ? null : edit.media().get().store();
        handle.createUpdate("""
                update campaign set mime_type = :mimeType, media_sha256 = case when :stays then media_sha256 else :media end
                where campaign_id = :id""")
                .bind("id", id)
                .bind("mimeType", edit.mimeType())
                .bind("stays", stays)
                .bind("media", media == null ? null : media.bytes())
                .execute();
    }

    /** What it is known by, whose parts may be others now. */
    private void writeContent() {
        handle.createQuery("select people, media_sha256 from campaign where campaign_id = :id and people is not null")
                .bind("id", id)
                .map((row, context) -> {
                    byte[] media = row.getBytes("media_sha256");
                    return SameContent.of(
                            edit.after(), row.getString("people"), media == null ? null : Sha256.of(media));
                })
                .findOne()
                .ifPresent(content -> handle.createUpdate(
                                "update campaign set content_sha256 = :content where campaign_id = :id")
                        .bind("id", id)
                        .bind("content", content.bytes())
                        .execute());
    }

    /** Whether the same file gives other rows: what its senders' vendors take of it counts as well. */
    private static boolean isReadOtherwise(CampaignSpec one, CampaignSpec other) {
        return !(Objects.equals(one.media().caption(), other.media().caption())
                && Objects.equals(one.template(), other.template())
                && one.list().equals(other.list())
                && one.senders().equals(other.senders()));
    }

    private void readAgain() throws IOException {
        Path file = Files.createTempFile("drumbeat-recipients-", "");
        try {
            if (RecipientsFile.restore(handle, id, file)) {
                writeRecipients(file);
            } else if (hasRecipients()) {
                throw new RefusedFile(
                        List.of(
                                new FieldError(
                                        "recipients",
                                        "must be put again with this change: their file was posted to an earlier version, which did not keep it")));
            }
        } finally {
            Files.delete(file);
        }
    }

    private boolean hasRecipients() {
        return handle.createQuery("select accepted > 0 from campaign where campaign_id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    private void writeRecipients(Path file) throws IOException {
        for (String table : List.of("recipient", "reject", "tape")) {
            handle.execute("delete from " + table + " where campaign_id = ?", id.value());
        }
        ImportedAudience audience =
                CampaignCreation.read(handle, id, file, edit.after().audience().passing(edit.passedColumns()));
        AudienceFigures figures = audience.figures();
        CampaignCreation.insertTape(handle, id, figures.accepted());
        handle.createUpdate("""
                update campaign
                set rows = :rows, accepted = :accepted, rejected = :rejected, duplicates = :duplicates,
                    suppressed = :suppressed, people = :people, reject_header = :rejectHeader, passed_columns = :passedColumns
                where campaign_id = :id""")
                .bind("id", id)
                .bind("rows", figures.rows())
                .bind("accepted", figures.accepted())
                .bind("rejected", figures.rejected())
                .bind("duplicates", figures.duplicates())
                .bind("suppressed", figures.suppressed())
                .bind("people", audience.people())
                .bind("rejectHeader", audience.rejectHeader().toArray(String[]::new))
                .bind("passedColumns", audience.passedColumns().toArray(String[]::new))
                .execute();
    }
}
