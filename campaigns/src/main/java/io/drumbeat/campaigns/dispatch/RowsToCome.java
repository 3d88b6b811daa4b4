package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.control.Unsettled;
import io.drumbeat.campaigns.database.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a lane waits for that has found no row. Of those that wait in one campaign as many come for rows that will be due as
 * there are such rows, each at another's time; one looks again and again for what other lanes may give back; all others wait
 * to be woken (docs/protocol.md#waiting-costs-nothing).
 */
final class RowsToCome {

    /** When the one looks again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /**
     * One that was told to come within so long of now may be on its way, and may be asking already, where neither sees what
     * the other is told. So only a later name is relied on: otherwise two would rely on each other, and nobody come.
     */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    private static final Duration ABOUT_TO_COME = Duration.ofSeconds(1);

    private final Handle handle;
    private final LaneId lane;
    private final Instant now;

    /** @param now the database's clock, read under the account's lock */
    RowsToCome(Handle handle, LaneId lane, Instant now) {
        this.handle = handle;
        this.lane = lane;
        this.now = now;
    }

    /** Of a campaign that has anything left. */
    Turn.Idle turn() {
        List<Instant> others = othersCome();
        List<Due> first = due(others.size() + 1);
        List<Instant> due = first.stream().map(Due::at).toList();
        Instant look = now.plus(LOOK_AGAIN);
        boolean mayComeBack = othersMayGiveBack();
        boolean looks = mayComeBack && others.stream().allMatch(other -> other.isAfter(look));
        Optional<Instant> mine = nobodysRow(due, others);
        if (looks && mine.map(look::isBefore).orElse(true)) {
            return new Turn.Idle(LOOK_AGAIN);
        }
        boolean asleep = !mayComeBack && !first.isEmpty() && first.get(0).sleeps(now);
        return new Turn.Idle(
                mine.map(at -> Duration.between(now, at))
                        .map(delay -> delay.isNegative() ? Duration.ZERO : delay)
                        .orElse(null),
                asleep);
    }

    /** The first of {@code due} for which none of {@code others} comes that would not come for an earlier one; both in order. */
    static Optional<Instant> nobodysRow(List<Instant> due, List<Instant> others) {
        int taken = 0;
        for (int row = 0; row < due.size(); row++) {
            while (taken < others.size() && !others.get(taken).isAfter(due.get(row))) {
                taken++;
            }
            if (taken <= row) {
                return Optional.of(due.get(row));
            }
        }
        return Optional.empty();
    }

    private List<Instant> othersCome() {
        return handle.createQuery("""
                select next_at from lane
                where campaign_id = :campaign and sender_id <> :sender and not ended and waits_for in ('rows', 'quiet')
                  and (next_at > :soon or next_at > :since and sender_id > :sender) order by next_at""")
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .bind("soon", now.plus(ABOUT_TO_COME))
                .bind("since", now.minus(ON_ITS_WAY))
                .mapTo(Instant.class)
                .list();
    }

    /** @param asleep whether it waits for its owner to be awake */
    private record Due(Instant at, boolean asleep) {

        boolean sleeps(Instant now) {
            return asleep && at.isAfter(now);
        }
    }

    private List<Due> due(int most) {
        return handle.createQuery(
                        "select due_at, asleep from due where campaign_id = :campaign order by due_at limit :most")
                .bind("campaign", lane.campaign())
                .bind("most", most)
                .map((row, context) -> new Due(Times.read(row, "due_at"), row.getBoolean("asleep")))
                .list();
    }

    private boolean othersMayGiveBack() {
        return handle.createQuery("""
                select %s from campaign c where c.campaign_id = :campaign""".formatted(Unsettled.WITH_LANES))
                .bind("campaign", lane.campaign())
                .mapTo(Boolean.class)
                .one();
    }
}
