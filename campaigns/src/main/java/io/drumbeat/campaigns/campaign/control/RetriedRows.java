package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Makes settled recipients due again, a piece of the list at a time: whoever holds the gate keeps every send of the campaign
 * waiting (docs/protocol.md#retry-in-pieces). What is in the journal, or has arrived, is left alone.
 */
final class RetriedRows {

    /** Some tenths of a second. */
    private static final int PIECE = 5_000;

    private static final String RETRY = """
            with looked_at as (
                select o.tape, o.n from outcome o
                where o.campaign_id = :campaign and o.status = :status and (o.tape, o.n) > (:tape, :n)
                order by o.tape, o.n limit :most),
            retried as (
                select r.tape, r.n, r.sender_id, r.attempts, r.dispatch_id, r.error_code
                from looked_at l join recipient r on (r.campaign_id, r.tape, r.n) = (:campaign, l.tape, l.n)
                where r.status = :status and (:anyCode or r.error_code = any (:codes)) and r.delivered_at is null
                  and not exists (select from journal j where (j.campaign_id, j.tape, j.n) = (:campaign, l.tape, l.n))
                order by r.tape, r.n for update of r),
            %s,
            %s
            select (select count(*) from retried) as retried, count(*) as looked_at,
                   (select tape from looked_at order by tape desc, n desc limit 1) as tape,
                   (select n from looked_at order by tape desc, n desc limit 1) as n
            from looked_at""".formatted(AnotherGo.OF_RETRIED, AnotherGo.NEWS);

    private final CampaignId campaign;
    private final Status status;
    private final Set<String> codes;
    private final CountedLine line;
    private int tape;
    private long n;
    private long retried;
    private boolean done;

    /**
     * Those of {@code campaign} that are {@code status}.
     *
     * @param codes empty: whatever their error was
     * @param actor who asks, for the log
     */
    RetriedRows(CampaignId campaign, Status status, Set<String> codes, String actor) {
        this.campaign = campaign;
        this.status = status;
        this.codes = codes;
        this.line = new CountedLine(campaign, actor, "retried", status.text());
    }

    /** What came of a piece, and where it ends. */
    record Piece(long retried, int lookedAt, int tape, long n) {}

    /** Makes what the next piece has due again, and wakes the lanes. Under the campaign's gate. */
    Piece next(Handle handle) {
        return handle.createQuery(RETRY)
                .bind("campaign", campaign)
                .bind("status", status.text())
                .bind("anyCode", codes.isEmpty())
                .bindArray("codes", String.class, codes)
                .bind("tape", tape)
                .bind("n", n)
                .bind("most", PIECE)
                .bind("delayMillis", 0)
                .map((row, context) -> new Piece(
                        row.getLong("retried"), row.getInt("looked_at"), row.getInt("tape"), row.getLong("n")))
                .one();
    }

    /** With {@code piece}. */
    void log(Handle handle, Piece piece) {
        line.write(handle, retried + piece.retried);
    }

    /** Goes on behind {@code piece}, which is committed. */
    void passed(Piece piece) {
        tape = piece.tape;
        n = piece.n;
        retried += piece.retried;
        done = piece.lookedAt < PIECE;
    }

    /** Whether all has been looked at. */
    boolean isDone() {
        return done;
    }
}
