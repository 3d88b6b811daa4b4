package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.outcome.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who of a lane's candidates may be sent to now. Those that are suppressed or were sent to lately are written as skipped; those
 * whose owners sleep, as due when they wake.
 */
final class Screening {

    /** A long row of suppressed recipients takes several calls: a pause must not wait for all of it. */
    private static final int MOST_SKIPPED = 100;

    /** As many sleepers take about as long: they are written together. */
    private static final int MOST_ASLEEP = 500;

    private static final Verdict NEVER_AWAKE = Verdict.skipped(
            "never_awake", "The phone may be in several time zones, and it is always quiet in one of them.");

    private final Handle handle;
    private final LaneId lane;
    private final Instant now;
    private final RecentlySent recentlySent;
    private final Sleepers sleepers;
    private int skipped;

    Screening(Handle handle, LaneId lane, LaneView view) {
        this.handle = handle;
        this.lane = lane;
        this.now = view.now();
        this.recentlySent = new RecentlySent(handle, lane, view.campaign().notWithin(), now);
        this.sleepers = new Sleepers(view.quietHoursOfRecipients(), now);
    }

    /** Those of {@code candidates} who may be sent to now. */
    List<Tape.Row> pass(List<Candidate> candidates) {
        List<Tape.Row> awake = new ArrayList<>();
        candidates.forEach(candidate -> passAwake(candidate, awake));
        Collection<Tape.Row> recent = recentlySent.among(awake);
        recent.forEach(row -> skip(row, RecentlySent.SKIPPED));
        awake.removeAll(recent);
        return awake;
    }

    private void passAwake(Candidate candidate, List<Tape.Row> rows) {
        Tape.Row row = candidate.row();
        Optional<Instant> awake = sleepers.awakeFrom(row);
        if (candidate.unwanted() != null) {
            skip(
                    row,
                    Verdict.skipped(
                            "suppressed", "The phone is on the suppression list: " + candidate.unwanted() + "."));
        } else if (awake.isEmpty()) {
            skip(row, NEVER_AWAKE);
        } else if (awake.get().isAfter(now)) {
            sleepers.add(row, awake.get());
        } else {
            rows.add(row);
        }
    }

    /** Whether so many were passed over that the rest is another call's. */
    boolean isEnough() {
        return skipped >= MOST_SKIPPED || sleepers.count() >= MOST_ASLEEP;
    }

    /** Whether anybody was asleep. */
    boolean hasSleepers() {
        return sleepers.count() > 0;
    }

    /** Writes when the sleepers wake: once, at the end. */
    void writeSleepers() {
        sleepers.write(handle, lane);
    }

    private void skip(Tape.Row row, Verdict verdict) {
        skipped++;
        handle.createUpdate("""
                with skipped as (
                    update recipient set status = 'skipped', sender_id = :sender, error_code = :code,
                           error_message = :message, settled_at = clock_now()
                    where (campaign_id, tape, n) = (:campaign, :tape, :n)),
                found as (
                    insert into outcome (campaign_id, status, tape, n) values (:campaign, 'skipped', :tape, :n)
                    on conflict do nothing)
                update lane set skipped = skipped + 1 where campaign_id = :campaign and sender_id = :sender""")
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .bind("tape", row.tape())
                .bind("n", row.n())
                .bind("code", verdict.code())
                .bind("message", verdict.message())
                .execute();
    }
}
