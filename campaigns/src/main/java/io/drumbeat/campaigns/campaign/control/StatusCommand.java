package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignLog;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Applied;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Refused;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Result;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Unfinished;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a person asks of a campaign: what is possible in which status, and what follows. */
final class StatusCommand {

    private StatusCommand() {}

    /** Under the campaign's gate; {@code status} is what it has now. */
    static Result carryOut(
            Handle handle,
            CampaignId id,
            CampaignStatus status,
            Command command,
            String actor,
            @Nullable String reason,
            @Nullable String commandKey) {
        CampaignStatus asked = asked(handle, id, status, command);
        if (status == asked) {
            if (command == Command.PAUSE && isNowAPersonsPause(handle, id)) {
                CampaignLog.write(handle, id, actor, event(command), reason, commandKey);
            } else if (commandKey != null) {
                String detail = "it was " + status.text() + " already" + (reason == null ? "" : ". " + reason);
                CampaignLog.write(handle, id, actor, event(command), detail, commandKey);
            }
            return new Applied(status, false);
        }
        if (!from(command).contains(status)) {
            if (commandKey != null) {
                CampaignLog.write(
                        handle, id, actor, event(command), "not possible: it is " + status.text(), commandKey);
            }
            return new Refused(status);
        }
        List<String> missing = command == Command.START ? missing(handle, id) : List.of();
        if (!missing.isEmpty()) {
            return new Unfinished(missing);
        }
        Optional<AlreadySent> earlier = command == Command.START ? alreadySent(handle, id) : Optional.empty();
        if (earlier.isPresent()) {
            return earlier.get();
        }
        StatusRow.write(handle, id, asked, reason, command == Command.PAUSE ? "person" : null);
        if (command == Command.RESUME) {
            FailureWindows.empty(handle, id);
            StatusRow.publishAgain(handle, id);
        }
        String event = command == Command.START && asked == CampaignStatus.SCHEDULED ? "scheduled" : event(command);
        CampaignLog.write(handle, id, actor, event, reason, commandKey);
        return new Applied(asked, true);
    }

    private static Optional<AlreadySent> alreadySent(Handle handle, CampaignId id) {
        return handle.createQuery("""
                select content_sha256 from campaign
                where campaign_id = :id and content_sha256 is not null
                  and not coalesce((spec ->> 'allowRepeat')::boolean, false)""")
                .bind("id", id)
                .mapTo(byte[].class)
                .findOne()
                .flatMap(content -> SameContent.lately(handle, id, content));
    }

    /** The parts without which there is nobody to send to, or nothing to send. */
    private static List<String> missing(Handle handle, CampaignId id) {
        return handle.createQuery("""
                select 'recipients' from campaign where campaign_id = :id and accepted = 0
                union all
                select 'media' from campaign
                where campaign_id = :id and media_sha256 is null and spec #>> '{media,url}' is null""").bind("id", id).mapTo(String.class).list();
    }

    /** One that Drumbeat paused itself would go on with the first of its senders: not when a person asked for a pause. */
    private static boolean isNowAPersonsPause(Handle handle, CampaignId id) {
        return handle.createUpdate(
                                "update campaign set paused_for = 'person' where campaign_id = :id and paused_for = 'senders'")
                        .bind("id", id)
                        .execute()
                > 0;
    }

    private static CampaignStatus asked(Handle handle, CampaignId id, CampaignStatus status, Command command) {
        return switch (command) {
            case START, RESUME -> status == CampaignStatus.SCHEDULED ? status : goesOnAs(handle, id, status);
            case PAUSE -> CampaignStatus.PAUSED;
            case CANCEL, DISCARD -> CampaignStatus.CANCELLED;
        };
    }

    private static CampaignStatus goesOnAs(Handle handle, CampaignId id, CampaignStatus status) {
        return status == CampaignStatus.RUNNING ? status : StartTime.status(handle, id);
    }

    private static String event(Command command) {
        return switch (command) {
            case START -> "started";
            case PAUSE -> "paused";
            case RESUME -> "resumed";
            case CANCEL, DISCARD -> "cancelled";
        };
    }

    private static Set<CampaignStatus> from(Command command) {
        return switch (command) {
            case START, DISCARD -> Set.of(CampaignStatus.DRAFT);
            case RESUME -> Set.of(CampaignStatus.PAUSED);
            case PAUSE -> Set.of(CampaignStatus.RUNNING, CampaignStatus.SCHEDULED);
            case CANCEL ->
                Set.of(CampaignStatus.DRAFT, CampaignStatus.SCHEDULED, CampaignStatus.RUNNING, CampaignStatus.PAUSED);
        };
    }

    /** Whether {@code commandKey} was carried out before. */
    static boolean wasSeen(Handle handle, CampaignId id, String commandKey) {
        return handle.createQuery(
                        "select exists (select from campaign_log where campaign_id = :id and command_key = :key)")
                .bind("id", id)
                .bind("key", commandKey)
                .mapTo(Boolean.class)
                .one();
    }
}
