package io.drumbeat.campaigns.campaign.posting;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.audience.AudienceImport;
import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.ImportedAudience;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.campaign.CampaignLog;
import io.drumbeat.campaigns.campaign.CampaignRows;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.RecipientZones;
import io.drumbeat.campaigns.campaign.RecipientsFile;
import io.drumbeat.campaigns.campaign.control.AlreadySent;
import io.drumbeat.campaigns.campaign.control.SameContent;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.SpecJson;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Creates campaigns: the file's rows and all that belongs to them in one transaction, or nothing. */
final class CampaignCreation {

    /** An import holds a connection and some memory for as long as it reads; sending must go on beside it. */
    private static final int IMPORTS_AT_A_TIME = 3;

    private static final long POLL_MILLIS = 50;

    private static final ImportedAudience NOBODY =
            new ImportedAudience(new AudienceFigures(0, 0, 0, 0, 0), "", List.of(), List.of());

    private final Database database;
    private final Semaphore imports = new Semaphore(IMPORTS_AT_A_TIME, true);

    CampaignCreation(Database database) {
        this.database = database;
    }

    Creation create(NewCampaign campaign) throws IOException {
        Optional<Creation> result = attempt(campaign);
        while (result.isEmpty()) {
            pause();
            result = attempt(campaign);
        }
        return result.get();
    }

    /** Empty where another request with the same key is at work: it is waited for without holding anything. */
    private Optional<Creation> attempt(NewCampaign campaign) throws IOException {
        imports.acquireUninterruptibly();
        try {
            return database.transact(TimeLimits.IMPORT, handle -> create(handle, campaign));
        } catch (RefusedFile e) {
            return Optional.of(new Creation.Refused(e.errors));
        } catch (SentBefore e) {
            return Optional.of(new Creation.SentBefore(e.earlier));
        } finally {
            imports.release();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the same campaign was being created", e);
        }
    }

    private static Optional<Creation> create(Handle handle, NewCampaign campaign) throws IOException {
        NewCampaign.IdempotencyKey key = campaign.idempotency();
        if (key != null) {
            if (!IdempotencyKeys.lock(handle, key.token(), key.key())) {
                return Optional.empty();
            }
            Optional<Creation> earlier = IdempotencyKeys.earlier(handle, key);
            if (earlier.isPresent()) {
                return earlier;
            }
        }
        CampaignId id = CampaignId.random();
        ImportedAudience audience = NOBODY;
        if (campaign.recipients() != null) {
            audience = read(
                    handle,
                    id,
                    campaign.recipients(),
                    campaign.spec().audience().passing(campaign.passedColumns()));
            RecipientsFile.keep(handle, id, campaign.recipients());
        }
        Sha256 media = campaign.media() == null ? null : campaign.media().store();
        Sha256 content = SameContent.of(campaign.spec(), audience.people(), media);
        if (campaign.spec().start() && !campaign.spec().repeats().allowRepeat()) {
            SameContent.lately(handle, id, content.bytes()).ifPresent(earlier -> {
                throw new SentBefore(earlier);
            });
        }
        CampaignStatus status = insertCampaign(handle, id, campaign, audience, media, content);
        if (RecipientZones.areNeeded(campaign.spec().schedule())) {
            RecipientZones.count(handle, id);
        }
        insertTape(handle, id, audience.figures().accepted());
        insertLanes(handle, id, campaign.spec().senders());
        CampaignLog.write(handle, id, campaign.createdBy(), "created", null, null);
        if (status != CampaignStatus.DRAFT) {
            String event = status == CampaignStatus.RUNNING ? "started" : "scheduled";
            CampaignLog.write(handle, id, campaign.createdBy(), event, null, null);
        }
        return Optional.of(new Creation.Created(id));
    }

    /** Edits a draft, or leaves it as it is. */
    DraftEdit.Result edit(CampaignId id, DraftEdit edit) throws IOException {
        imports.acquireUninterruptibly();
        try {
            return database.transact(TimeLimits.IMPORT, handle -> new EditedDraft(handle, id, edit).write());
        } catch (RefusedFile e) {
            return new DraftEdit.Refused(e.errors);
        } finally {
            imports.release();
        }
    }

    /** @throws RefusedFile which must roll the transaction back */
    static ImportedAudience read(Handle handle, CampaignId id, Path file, AudienceSpec spec) throws IOException {
        try {
            return new AudienceImport(id, handle.getConnection()).read(file, spec);
        } catch (InvalidAudienceException e) {
            throw new RefusedFile(e.faults());
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    /** What it is now: one that is to start waits for its time. */
    private static CampaignStatus insertCampaign(
            Handle handle,
            CampaignId id,
            NewCampaign campaign,
            ImportedAudience audience,
            @Nullable Sha256 media,
            Sha256 content) {
        NewCampaign.IdempotencyKey key = campaign.idempotency();
        AudienceFigures figures = audience.figures();
        String written = handle.createQuery("""
                insert into campaign as c (campaign_id, name, status, spec, media_sha256, mime_type, created_by, created_at,
                    started_at, rows, accepted, rejected, duplicates, suppressed, reject_header, passed_columns,
                    idempotency_token, idempotency_key, idempotency_sha256, people, content_sha256)
                select :id, :name, status, cast(:spec as jsonb), :media, :mimeType, :createdBy, now,
                    case when status = 'running' then now end, :rows, :accepted, :rejected, :duplicates, :suppressed, :rejectHeader,
                    :passedColumns, :token, :key, :sha256, :people, :content
                from (select now, case when not :start then 'draft' when :startAt::timestamptz > now then 'scheduled'
                                       else 'running' end as status
                      from clock_now() as now) as moment
                returning c.status""")
                .bind("id", id)
                .bind("name", campaign.spec().name())
                .bind("spec", SpecJson.write(campaign.spec()).toString())
                .bind("media", media == null ? null : media.bytes())
                .bind("mimeType", campaign.mimeType())
                .bind("people", audience.people())
                .bind("content", content.bytes())
                .bind("createdBy", campaign.createdBy())
                .bind("start", campaign.spec().start())
                .bind("startAt", campaign.spec().schedule().startAt())
                .bind("rows", figures.rows())
                .bind("accepted", figures.accepted())
                .bind("rejected", figures.rejected())
                .bind("duplicates", figures.duplicates())
                .bind("suppressed", figures.suppressed())
                .bind("rejectHeader", audience.rejectHeader().toArray(String[]::new))
                .bind("passedColumns", audience.passedColumns().toArray(String[]::new))
                .bind("token", key == null ? null : key.token())
                .bind("key", key == null ? null : key.key())
                .bind("sha256", key == null ? null : key.content().bytes())
                .mapTo(String.class)
                .one();
        handle.createUpdate("insert into failure_window (campaign_id) values (:id)")
                .bind("id", id)
                .execute();
        return CampaignRows.status(written);
    }

    static void insertTape(Handle handle, CampaignId id, long size) {
        handle.createUpdate("insert into tape (campaign_id, tape, size) values (:id, 0, :size)")
                .bind("id", id)
                .bind("size", size)
                .execute();
    }

    private static void insertLanes(Handle handle, CampaignId id, List<SenderId> senders) {
        handle.createUpdate("insert into lane (campaign_id, sender_id) select :id, unnest(cast(:senders as text[]))")
                .bind("id", id)
                .bind("senders", senders.stream().map(SenderId::value).toArray(String[]::new))
                .execute();
    }

    /** Rolls the transaction back, as {@link RefusedFile} does. */
    private static final class SentBefore extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient AlreadySent earlier;

        SentBefore(AlreadySent earlier) {
            super("the same was sent to the same people");
            this.earlier = earlier;
        }
    }

    /** Rolls the transaction back, since what was copied so far must not stay. */
    static final class RefusedFile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<FieldError> errors;

        RefusedFile(List<FieldError> errors) {
            super("the recipients file is refused as a whole");
            this.errors = errors;
        }
    }
}
