package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.control.AnotherGo;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Recipients that are sent to again because their campaign's author said so beforehand, once they are settled. */
final class SecondGo {

    /** As a vendor's own transient codes: after that it may answer again. */
    private static final Duration AFTER = Duration.ofSeconds(30);

    private static final String RESEND = """
            with retried as (
                select r.tape, r.n, r.sender_id, r.attempts, r.dispatch_id, r.error_code
                from unnest(:tapes, :ns, :dispatches) as t (tape, n, dispatch_id)
                join recipient r on (r.campaign_id, r.tape, r.n) = (:campaign, t.tape, t.n)
                where r.status = :status and r.dispatch_id = t.dispatch_id
                order by r.tape, r.n for update of r),
            %s
            select count(*) from retried""".formatted(AnotherGo.OF_RETRIED);

    private static final String RETRY_REPORTED = """
            with retried as (
                select r.tape, r.n, r.sender_id, r.attempts, r.dispatch_id, r.error_code
                from recipient r join campaign c using (campaign_id)
                where (r.campaign_id, r.tape, r.n) = (:campaign, :tape, :n)
                  and r.status = :status and r.dispatch_id = :dispatch and r.delivered_at is null
                  and c.status in ('scheduled', 'running', 'paused', 'completed')
                  and jsonb_exists(c.spec #> '{retryReported,codes}', r.error_code)
                  and r.reports_retried < (c.spec #>> '{retryReported,times}')::int
                  and not exists (select from journal j where (j.campaign_id, j.tape, j.n) = (:campaign, :tape, :n))
                for update of r),
            %s,
            %s
            select count(*) from retried""".formatted(AnotherGo.OF_RETRIED, AnotherGo.NEWS);

    private final Handle handle;
    private final LaneId lane;

    SecondGo(Handle handle, LaneId lane) {
        this.handle = handle;
        this.lane = lane;
    }

    /** Those whose sends are uncertain, and are settled as that. */
    void resend(List<Dispatch> uncertain) {
        if (!uncertain.isEmpty()) {
            handle.createQuery(RESEND)
                    .bind("campaign", lane.campaign())
                    .bind("status", Status.UNCONFIRMED.text())
                    .bind("delayMillis", AFTER.toMillis())
                    .bindArray(
                            "tapes",
                            Integer.class,
                            uncertain.stream().map(Dispatch::tape).toList())
                    .bindArray(
                            "ns",
                            Long.class,
                            uncertain.stream().map(Dispatch::n).toList())
                    .bindArray(
                            "dispatches",
                            UUID.class,
                            uncertain.stream().map(Dispatch::id).toList())
                    .mapTo(Long.class)
                    .one();
        }
    }

    /** The one that a receipt has just said failed, where the campaign tries that again: whether it does. */
    boolean retryReported(Dispatch failed) {
        String after = handle.createQuery(
                        "select spec #>> '{retryReported,after}' from campaign where campaign_id = :campaign")
                .bind("campaign", lane.campaign())
                .mapTo(String.class)
                .findOne()
                .orElse(null);
        if (after == null) {
            return false;
        }
        long retried = bind(handle.createQuery(RETRY_REPORTED), failed)
                .bind("status", Status.FAILED.text())
                .bind("dispatch", failed.id())
                .bind("delayMillis", Duration.parse(after).toMillis())
                .mapTo(Long.class)
                .one();
        if (retried > 0) {
            bind(handle.createUpdate("""
                    update recipient set reports_retried = reports_retried + 1
                    where (campaign_id, tape, n) = (:campaign, :tape, :n)"""), failed).execute();
        }
        return retried > 0;
    }

    private <S extends SqlStatement<S>> S bind(S statement, Dispatch dispatch) {
        return statement
                .bind("campaign", lane.campaign())
                .bind("tape", dispatch.tape())
                .bind("n", dispatch.n());
    }
}
