package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.phone.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The recipient that a dispatch is for: its row, its lane's counters, and its place among those that wait for another go. */
final class RecipientRow {

    private final Handle handle;
    private final Dispatch dispatch;
    private final LaneView view;
    private final Instant ended;
    private Instant begun;
    private boolean reopened;

    /** @param ended when the send ended, by the database's clock */
    RecipientRow(Handle handle, Dispatch dispatch, LaneView view, Instant ended) {
        this.handle = handle;
        this.dispatch = dispatch;
        this.view = view;
        this.ended = ended;
        this.begun = ended;
    }

    /** The send is known to have begun then. */
    void begunAt(Instant at) {
        begun = at;
    }

    /** Whether it had been settled and is to be sent after all. */
    boolean reopened() {
        return reopened;
    }

    /** How it stands, locked. */
    Optional<Settled> read() {
        return handle.createQuery("""
                select status, dispatch_id, message_id, delivered_at is not null as delivered from recipient
                where (campaign_id, tape, n) = (:campaign, :tape, :n) for update""")
                .bind("campaign", dispatch.lane().campaign().value())
                .bind("tape", dispatch.tape())
                .bind("n", dispatch.n())
                .map((row, context) -> new Settled(
                        row.getString("status"),
                        row.getObject("dispatch_id", UUID.class),
                        row.getString("message_id"),
                        row.getBoolean("delivered")))
                .findOne();
    }

    /** {@code status} null: it is not settled. {@code dispatch} is the one whose truth this is. */
    record Settled(
            @Nullable String status,
            @Nullable UUID dispatch,
            @Nullable String messageId,
            boolean delivered) {}

    /** Takes it out of the rows that wait for another go; false where it was not among them. */
    boolean removeDue() {
        return handle.createUpdate("delete from due where (campaign_id, tape, n) = (:campaign, :tape, :n)")
                        .bind("campaign", dispatch.lane().campaign().value())
                        .bind("tape", dispatch.tape())
                        .bind("n", dispatch.n())
                        .execute()
                > 0;
    }

    /**
     * Writes what its recipient came to, and counts it.
     *
     * @param replaced the status that this one replaces, null where there was none
     */
    void settle(
            String status,
            @Nullable String messageId,
            @Nullable String code,
            @Nullable String message,
            @Nullable String replaced) {
        Update settle = handle.createUpdate("""
                with settled as (
                    update recipient set status = :status, dispatch_id = :dispatch, sender_id = :sender,
                           attempts = :attempt, message_id = :messageId, error_code = :code, error_message = :message,
                           settled_at = :ended
                    where (campaign_id, tape, n) = (:campaign, :tape, :n)),
                past as (
                    insert into past_dispatch (dispatch_id, account_key, sender_id, campaign_id, tape, n, attempt,
                                               begun_at, message_id, phone, uploaded_media)
                    select :dispatch, :account, :sender, :campaign, :tape, :n, :attempt, :begun, :messageId,
                           case when :status = 'unconfirmed' then :person end, :uploadedMedia
                    where :status in ('sent', 'unconfirmed')
                    on conflict (dispatch_id) do update
                    set message_id = coalesce(past_dispatch.message_id, excluded.message_id)),
                found as (
                    insert into outcome (campaign_id, status, tape, n)
                    select :campaign, :status, :tape, :n where :status <> 'sent' on conflict do nothing)
                update lane set sent = sent + (:status = 'sent')::int - coalesce((:replaced = 'sent')::int, 0),
                       failed = failed + (:status = 'failed')::int - coalesce((:replaced = 'failed')::int, 0),
                       unconfirmed = unconfirmed + (:status = 'unconfirmed')::int
                                     - coalesce((:replaced = 'unconfirmed')::int, 0),
                       skipped = skipped + (:status = 'skipped')::int - coalesce((:replaced = 'skipped')::int, 0)
                where campaign_id = :campaign and sender_id = :sender""");
        bindRow(settle)
                .bind("status", status)
                .bind("sender", dispatch.lane().sender().value())
                .bind("attempt", dispatch.attempt())
                .bind("messageId", messageId)
                .bind("code", code)
                .bind("message", message)
                .bind("replaced", replaced)
                .bind("ended", ended)
                .bind("account", dispatch.account().value())
                .bind("begun", begun)
                .bind("person", Person.key(dispatch.phone()))
                .bind("uploadedMedia", dispatch.uploadedMedia())
                .execute();
    }

    /**
     * Another go for a row that surely was not sent; in a campaign that has ended there is none.
     *
     * @param attempts already spent
     */
    void again(int attempts, Duration delay, String code, String message, @Nullable String replaced) {
        if (view.status() == CampaignStatus.CANCELLED && replaced == null) {
            settle("skipped", null, "cancelled", "The campaign was cancelled.", null);
        } else if (view.status().ended()) {
            settle("failed", null, code, message, replaced);
        } else {
            if (replaced != null) {
                reopen(replaced);
            }
            Update due = handle.createUpdate("""
                    insert into due (campaign_id, tape, n, due_at, attempts, dispatch_id, error_code)
                    values (:campaign, :tape, :n, :dueAt, :attempts, :dispatch, :code) on conflict do nothing""");
            bindRow(due)
                    .bind("dueAt", view.now().plus(delay))
                    .bind("attempts", attempts)
                    .bind("code", code)
                    .execute();
        }
    }

    /** The row had been settled as unconfirmed, and now surely was not sent: lanes may have gone to sleep without it. */
    private void reopen(String replaced) {
        reopened = true;
        handle.createUpdate("update campaign set version = version + 1 where campaign_id = :campaign")
                .bind("campaign", dispatch.lane().campaign().value())
                .execute();
        Update reopen = handle.createUpdate("""
                with reopened as (
                    update recipient set status = null, error_code = null, error_message = null, settled_at = null
                    where (campaign_id, tape, n) = (:campaign, :tape, :n))
                update lane set unconfirmed = unconfirmed - (:replaced = 'unconfirmed')::int
                where campaign_id = :campaign and sender_id = :sender""");
        bindRow(reopen)
                .bind("replaced", replaced)
                .bind("sender", dispatch.lane().sender().value())
                .execute();
    }

    private Update bindRow(Update update) {
        return update.bind("campaign", dispatch.lane().campaign().value())
                .bind("tape", dispatch.tape())
                .bind("n", dispatch.n())
                .bind("dispatch", dispatch.id());
    }
}
