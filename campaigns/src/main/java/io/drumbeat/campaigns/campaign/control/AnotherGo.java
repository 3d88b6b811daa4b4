package io.drumbeat.campaigns.campaign.control;

/**
 * Settled recipients that become due again, in SQL. What was known of them stays: a late truth about the last dispatch takes
 * them out of there (docs/protocol.md#truth-replaces-doubt).
 */
public final class AnotherGo {

    /**
     * Common table expressions behind {@code retried}: rows of {@code :campaign} that are all {@code :status}, locked, with
     * their tape, n, sender_id, attempts, dispatch_id and error_code. They are due {@code :delayMillis} from now.
     *
     * <p>One that failed keeps its code, which says that its vendor refused the last dispatch: an old word that it was taken
     * is no news then.
     */
    public static final String OF_RETRIED = """
            reopened as (
                update recipient r set status = null, error_message = null, settled_at = null,
                       error_code = case when :status = 'failed' then r.error_code end
                from retried t where (r.campaign_id, r.tape, r.n) = (:campaign, t.tape, t.n)),
            waiting as (
                insert into due (campaign_id, tape, n, due_at, attempts, dispatch_id, error_code)
                select :campaign, tape, n, clock_now() + :delayMillis * interval '1 ms', attempts, dispatch_id, error_code
                from retried),
            uncounted as (
                update lane l set failed = l.failed - c.many * (:status = 'failed')::int,
                       unconfirmed = l.unconfirmed - c.many * (:status = 'unconfirmed')::int
                from (select sender_id, count(*) as many from retried group by sender_id) c
                where (l.campaign_id, l.sender_id) = (:campaign, c.sender_id))""";

    /** One more of them: lanes may have gone to sleep without these rows. */
    public static final String NEWS = """
            news as (
                update campaign set version = version + 1
                where campaign_id = :campaign and exists (select from retried))""";

    private AnotherGo() {}
}
