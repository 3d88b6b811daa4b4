package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * The recipient that a dispatch is for: its line in the journal, its row, its lane's counters, and its place among those
 * that wait for another go. A row with a line in the journal is counted by no lane.
 */
final class RecipientRow {

    private static final String KEY = "(campaign_id, tape, n) = (:campaign, :tape, :n)";

    private static final String STANDING = """
            select status, dispatch_id, sender_id, delivered_at is not null as delivered%s
            from recipient where\s""" + KEY + " for update";

    /** What vendors may still report on. */
    private static final String PAST = """
            insert into past_dispatch (dispatch_id, account_key, sender_id, campaign_id, tape, n, attempt, begun_at,
                                       message_id, phone, uploaded_media)
            select :dispatch, :account, :sender, :campaign, :tape, :n, :attempt, :begun, :messageId,
                   case when :status = 'unconfirmed' then :person end, :uploadedMedia
            where :status in ('sent', 'unconfirmed')
            on conflict (dispatch_id) do update
            set message_id = coalesce(past_dispatch.message_id, excluded.message_id)""";

    private static final String COUNT = """
            update lane set %s sent = sent + :by * (:status = 'sent')::int,
                   failed = failed + :by * (:status = 'failed')::int,
                   unconfirmed = unconfirmed + :by * (:status = 'unconfirmed')::int,
                   skipped = skipped + :by * (:status = 'skipped')::int
            where campaign_id = :campaign and sender_id = :sender""";

    /** For the rate of the last minutes. */
    private static final String CLOCKED = """
            counted_minute = :minute,
            settled_before_it = case counted_minute when :minute then settled_before_it
                                     when :minute::timestamptz - interval '1 minute' then settled_in_it else 0 end,
            settled_in_it = 1 + case counted_minute when :minute then settled_in_it else 0 end,""";

    private final Handle handle;
    private final Dispatch dispatch;
    private final LaneView view;
    private final Instant ended;
    private @Nullable Known known;
    private boolean reopened;

    /** @param ended when the send ended, by the database's clock */
    RecipientRow(Handle handle, Dispatch dispatch, LaneView view, Instant ended) {
        this.handle = handle;
        this.dispatch = dispatch;
        this.view = view;
        this.ended = ended;
    }

    /**
     * How the row stands, locked.
     *
     * @param sender whose lane counts it; null: nobody has settled it
     * @param begun when the dispatch's line in the journal was written; null: the dispatch had none any more
     */
    private record Known(
            Standing standing,
            @Nullable String sender,
            @Nullable Instant begun) {

        static Known read(ResultSet row, @Nullable Instant begun) throws SQLException {
            return new Known(
                    new Standing(
                            Status.ofNullable(row.getString("status")),
                            row.getObject("dispatch_id", UUID.class),
                            row.getBoolean("delivered")),
                    row.getString("sender_id"),
                    begun);
        }
    }

    /** Takes the dispatch out of the journal, and says when it began; empty where it was not there any more. */
    Optional<Instant> takeFromJournal() {
        known = bindRow(handle.createQuery("with line as (delete from journal where dispatch_id = :dispatch"
                        + " returning begun_at) "
                        + STANDING.formatted(", (select begun_at from line) as begun_at")))
                .map((row, context) -> Known.read(row, Times.readNullable(row, "begun_at")))
                .one();
        return Optional.ofNullable(known.begun);
    }

    /** For what is reported of a dispatch that is over. */
    void read() {
        known = bindRow(handle.createQuery(STANDING.formatted("")))
                .map((row, context) -> Known.read(row, null))
                .one();
    }

    /** Whether {@code fate} changes how the row stands; known once it has been read. */
    boolean yieldsTo(Fate fate) {
        return known().standing.yieldsTo(dispatch.id(), fate);
    }

    /** Whether it was settled by this very dispatch. */
    boolean isSettledByThis() {
        return known().standing.status() != null
                && dispatch.id().equals(known().standing.dispatch());
    }

    private Known known() {
        return Objects.requireNonNull(known, "the row has not been read");
    }

    /** Whether it had been settled and is to be sent after all. */
    boolean reopened() {
        return reopened;
    }

    /** Writes what its recipient came to, and counts it, unless what is known of another dispatch has the last word. */
    void settle(Verdict verdict) {
        if (isOutweighedBy(verdict.fate())) {
            bindPast(handle.createUpdate(PAST), verdict).execute();
            count(1);
            return;
        }
        boolean counts = takeOutOfCounts();
        Update settle = handle.createUpdate(
                """
                with settled as (
                    update recipient set status = :status, dispatch_id = :dispatch, sender_id = :sender,
                           attempts = :attempt, error_code = :code, error_message = :message, settled_at = :ended,
                           message_id = coalesce(:messageId,
                               (select p.message_id from past_dispatch p where p.dispatch_id = :dispatch))
                    where\s""" + KEY + "), past as (" + PAST + """
                ), found as (
                    insert into outcome (campaign_id, status, tape, n)
                    select :campaign, :status, :tape, :n where :status <> 'sent' on conflict do nothing)
                """ + COUNT.formatted(known().begun == null ? "" : CLOCKED));
        bindPast(settle, verdict)
                .bind("code", verdict.code())
                .bind("message", verdict.message())
                .bind("ended", ended)
                .bind("by", counts ? 1 : 0)
                .bind("minute", view.now().truncatedTo(ChronoUnit.MINUTES))
                .execute();
    }

    /** While the send was on, the truth about another dispatch of its row became known. */
    private boolean isOutweighedBy(Fate fate) {
        return known().begun != null && known().standing.status() != null && !yieldsTo(fate);
    }

    /** Takes the row from where it is counted now, and says whether a lane may count it. */
    private boolean takeOutOfCounts() {
        if (known().begun != null) {
            return true; // a line in the journal was all that it had
        }
        boolean settled = known().standing.status() != null;
        if (!settled && removeDue()) {
            return true;
        }
        boolean counts = !isBeingSent();
        if (settled && counts) {
            count(-1);
        }
        return counts;
    }

    private boolean removeDue() {
        return bindRow(handle.createUpdate("delete from due where " + KEY)).execute() > 0;
    }

    /** By another dispatch, which counts the row when it ends. */
    private boolean isBeingSent() {
        return bindRow(handle.createQuery("select exists (select from journal where " + KEY + ")"))
                .mapTo(Boolean.class)
                .one();
    }

    /** Counts the row as it stood, {@code by} -1 no longer, at the lane that settled it. */
    private void count(int by) {
        bindRow(handle.createUpdate(COUNT.formatted("")))
                .bind(
                        "status",
                        Objects.requireNonNull(known().standing.status()).text())
                .bind("sender", known().sender)
                .bind("by", by)
                .execute();
    }

    /**
     * Another go for a row that surely was not sent; in a campaign that has ended there is none.
     *
     * @param attempts already spent
     */
    void again(int attempts, Duration delay, String code, String message) {
        if (isOutweighedBy(Fate.NOT_SENT)) {
            count(1);
        } else if (view.campaign().status() == CampaignStatus.CANCELLED && known().begun != null) {
            settle(Verdict.skipped("cancelled", "The campaign was cancelled."));
        } else if (view.campaign().status().ended()) {
            settle(Verdict.failed(code, message));
        } else if (known().standing.status() == null || reopen()) {
            waitForAnotherGo(attempts, delay, code);
        }
    }

    /** One that was not tried comes behind what was never tried: it may be the reason. */
    private void waitForAnotherGo(int attempts, Duration delay, String code) {
        bindRow(handle.createUpdate("""
                insert into due (campaign_id, tape, n, due_at, attempts, dispatch_id, error_code, behind)
                select campaign_id, tape, :n, :dueAt, :attempts, :dispatch, :code,
                       case when :attempts < :attempt then next_n end
                from tape where (campaign_id, tape) = (:campaign, :tape) on conflict do nothing"""))
                .bind("dueAt", view.now().plus(delay))
                .bind("attempts", attempts)
                .bind("attempt", dispatch.attempt())
                .bind("code", code)
                .execute();
    }

    /**
     * The row had been settled as unconfirmed, and now surely was not sent: lanes may have gone to sleep without it. False
     * where another dispatch is sending to it.
     */
    private boolean reopen() {
        boolean counts = takeOutOfCounts();
        bindRow(handle.createUpdate("""
                update recipient set status = null, error_code = null, error_message = null, settled_at = null
                where\s""" + KEY)).execute();
        if (counts) {
            reopened = true;
            handle.createUpdate("update campaign set version = version + 1 where campaign_id = :campaign")
                    .bind("campaign", dispatch.lane().campaign())
                    .execute();
        }
        return counts;
    }

    /** Nothing was sent, so that nothing can be reported of it: when it began, empty where that is done already. */
    Optional<Instant> forget() {
        return handle.createQuery("delete from past_dispatch where dispatch_id = :dispatch returning begun_at")
                .bind("dispatch", dispatch.id())
                .mapTo(Instant.class)
                .findOne();
    }

    private Update bindPast(Update update, Verdict verdict) {
        return bindRow(update)
                .bind("status", verdict.status().text())
                .bind("messageId", verdict.messageId())
                .bind("sender", dispatch.lane().sender())
                .bind("attempt", dispatch.attempt())
                .bind("account", dispatch.account())
                .bind("begun", Objects.requireNonNullElse(known().begun, ended))
                .bind("person", Person.key(dispatch.phone()))
                .bind("uploadedMedia", dispatch.uploadedMedia());
    }

    private <S extends SqlStatement<S>> S bindRow(S statement) {
        return statement
                .bind("campaign", dispatch.lane().campaign())
                .bind("tape", dispatch.tape())
                .bind("n", dispatch.n())
                .bind("dispatch", dispatch.id());
    }
}
