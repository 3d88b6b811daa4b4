package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.outcome.Fate;
import io.drumbeat.campaigns.outcome.Standing;
import io.drumbeat.campaigns.outcome.Verdict;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The recipient that a dispatch is for: its line in the journal, its row, its lane's counters, and its place among those
 * that wait for another go. A row with a line in the journal is counted by no lane.
 */
final class RecipientRow {

    private static final String KEY = "(campaign_id, tape, n) = (:campaign, :tape, :n)";

    private static final String COUNT = """
            update lane set sent = sent + :by * (:status = 'sent')::int,
                   failed = failed + :by * (:status = 'failed')::int,
                   unconfirmed = unconfirmed + :by * (:status = 'unconfirmed')::int,
                   skipped = skipped + :by * (:status = 'skipped')::int
            where campaign_id = :campaign and sender_id = :sender""";

    /** Takes dispatches out of the journal, where they may be, and locks their recipients in the order of their keys. */
    private static final String TAKE = """
            with line as (delete from journal where dispatch_id = any (:dispatches) returning dispatch_id, begun_at)
            select d.id, l.begun_at, r.status, r.dispatch_id, r.sender_id, r.delivered_at is not null as delivered,
                   %s as refused
            from unnest(:dispatches, :tapes, :ns) as d (id, tape, n)
            join recipient r on (r.campaign_id, r.tape, r.n) = (:campaign, d.tape, d.n)
            left join line l on l.dispatch_id = d.id
            order by r.tape, r.n for update of r""".formatted(Standing.REFUSED);

    private final Handle handle;
    private final Dispatch dispatch;
    private final FinishView view;
    private final Settlements settlements;
    private final Instant ended;
    private final Known known;
    private boolean reopened;

    /**
     * @param ended when the send ended, by the database's clock
     * @param known how it stands, as {@link #take} found
     */
    RecipientRow(
            Handle handle, Dispatch dispatch, FinishView view, Settlements settlements, Instant ended, Known known) {
        this.handle = handle;
        this.dispatch = dispatch;
        this.view = view;
        this.settlements = settlements;
        this.ended = ended;
        this.known = known;
    }

    /**
     * How the row stands, locked.
     *
     * @param sender whose lane counts it; null: nobody has settled it
     * @param begun when the dispatch's line in the journal said that it began; null: there was none any more
     */
    record Known(
            Standing standing,
            @Nullable String sender,
            @Nullable Instant begun) {

        static Known read(ResultSet row) throws SQLException {
            return new Known(
                    new Standing(
                            Status.ofNullable(row.getString("status")),
                            row.getObject("dispatch_id", UUID.class),
                            row.getBoolean("delivered"),
                            row.getBoolean("refused")),
                    row.getString("sender_id"),
                    Times.readNullable(row, "begun_at"));
        }
    }

    /**
     * Takes {@code dispatches}, which are of one campaign and of as many recipients, out of the journal, where they may be,
     * and locks their recipients: how each stands.
     */
    static DispatchRows.Also<Map<UUID, Known>> take(List<Dispatch> dispatches) {
        return new DispatchRows.Also<>(
                TAKE,
                query -> query.bindArray("dispatches", UUID.class, each(dispatches, Dispatch::id))
                        .bindArray("tapes", Integer.class, each(dispatches, Dispatch::tape))
                        .bindArray("ns", Long.class, each(dispatches, Dispatch::n)),
                replies -> {
                    Map<UUID, Known> known = new HashMap<>();
                    replies.list((row, context) -> known.put(row.getObject("id", UUID.class), Known.read(row)));
                    return known;
                });
    }

    private static <T> List<T> each(List<Dispatch> dispatches, Function<Dispatch, T> part) {
        return dispatches.stream().map(part).toList();
    }

    Dispatch dispatch() {
        return dispatch;
    }

    /** When its send ended, by the database's clock. */
    Instant ended() {
        return ended;
    }

    /** When the dispatch began; empty where the journal had no line of it any more. */
    Optional<Instant> begun() {
        return Optional.ofNullable(known.begun);
    }

    /** Whether {@code fate} changes how the row stands. */
    boolean yieldsTo(Fate fate) {
        return known.standing.yieldsTo(dispatch.id(), fate);
    }

    /** Whether it was settled by this very dispatch. */
    boolean isSettledByThis() {
        return known.standing.status() != null && dispatch.id().equals(known.standing.dispatch());
    }

    /** Whether none of its sends had been settled before. */
    boolean isFirst() {
        return known.standing.dispatch() == null;
    }

    /** Whether it had been settled and is to be sent after all. */
    boolean reopened() {
        return reopened;
    }

    /**
     * Settles it and counts it, unless what is known of another dispatch has the last word.
     *
     * @return whether that is how it stands now
     */
    boolean settle(Verdict verdict) {
        boolean outweighed = isOutweighedBy(verdict.fate());
        if (outweighed) {
            remember(verdict);
            count(1);
        } else {
            settlements.add(dispatch, verdict, begunOrEnded(), ended, takeOutOfCounts());
        }
        if (known.begun != null) {
            settlements.clock();
        }
        return !outweighed;
    }

    /** For what the vendor may still report of it. */
    private void remember(Verdict verdict) {
        bindRow(handle.createUpdate("""
                insert into past_dispatch (dispatch_id, account_key, sender_id, campaign_id, tape, n, attempt, begun_at,
                                           message_id, person, phone, uploaded_media)
                select :dispatch, :account, :sender, :campaign, :tape, :n, :attempt, :begun, :messageId,
                       :person, case when :status = 'unconfirmed' then :person end, :uploadedMedia
                where :status in ('sent', 'unconfirmed')
                on conflict (dispatch_id) do nothing"""))
                .bind("status", verdict.status().text())
                .bind("messageId", verdict.messageId())
                .bind("sender", dispatch.lane().sender())
                .bind("attempt", dispatch.attempt())
                .bind("account", dispatch.account())
                .bind("begun", begunOrEnded())
                .bind("person", Person.key(dispatch.phone()))
                .bind("uploadedMedia", dispatch.uploadedMedia())
                .execute();
    }

    private Instant begunOrEnded() {
        return Objects.requireNonNullElse(known.begun, ended);
    }

    /** While the send was on, the truth about another dispatch of its row became known. */
    private boolean isOutweighedBy(Fate fate) {
        return known.begun != null && known.standing.status() != null && !yieldsTo(fate);
    }

    /** Takes the row from where it is counted now, and says whether a lane may count it. */
    private boolean takeOutOfCounts() {
        if (known.begun != null) {
            return true; // a line in the journal was all that it had
        }
        boolean settled = known.standing.status() != null;
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
        bindRow(handle.createUpdate(COUNT))
                .bind("status", Objects.requireNonNull(known.standing.status()).text())
                .bind("sender", known.sender)
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
        } else if (view.status() == CampaignStatus.CANCELLED && known.begun != null) {
            settle(Verdict.skipped("cancelled", "The campaign was cancelled."));
        } else if (view.status().ended()) {
            settle(Verdict.failed(code, message));
        } else if (known.standing.status() == null || reopen()) {
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

    private <S extends SqlStatement<S>> S bindRow(S statement) {
        return statement
                .bind("campaign", dispatch.lane().campaign())
                .bind("tape", dispatch.tape())
                .bind("n", dispatch.n())
                .bind("dispatch", dispatch.id());
    }
}
