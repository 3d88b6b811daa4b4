package io.drumbeat.engine.publish;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.pacing.Doubling;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How long this process waits before it fetches a campaign's media again. The pause grows with the rounds that failed,
 * however many lanes try in each: whoever tries before the pause has passed, as one that somebody woke, costs none.
 */
final class FetchPauses {

    /** After a fetch or an upload of media that failed. */
    static final Doubling PAUSES = new Doubling(Duration.ofSeconds(5), Duration.ofMinutes(5));

    private final InstantSource clock;
    private final Map<CampaignId, Failing> failing = new ConcurrentHashMap<>();

    FetchPauses(InstantSource clock) {
        this.clock = clock;
    }

    private record Failing(int rounds, Instant next) {}

    /** A fetch failed: how long until the next one. */
    Duration failed(CampaignId campaign) {
        Instant now = clock.instant();
        Failing after = failing.compute(
                campaign, (id, before) -> before != null && now.isBefore(before.next) ? before : next(before, now));
        return Duration.between(now, after.next);
    }

    private static Failing next(@Nullable Failing before, Instant now) {
        int rounds = before == null ? 1 : before.rounds + 1;
        return new Failing(rounds, now.plus(PAUSES.after(rounds)));
    }

    /** It is there. */
    void fetched(CampaignId campaign) {
        failing.remove(campaign);
    }
}
