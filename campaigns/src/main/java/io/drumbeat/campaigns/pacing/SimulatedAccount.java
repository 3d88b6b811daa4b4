package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One account in a {@link Forecast}, with the campaigns that take turns on it. For one thread. */
final class SimulatedAccount {

    private final int place;
    private final Share share;
    private final Duration own;

    /** What each other campaign has left, in the order of their turns; this one comes behind the last. */
    private final Deque<Long> others;

    private final @Nullable SimulatedCap cap;
    private int othersBefore;
    private Instant next;

    /** When the campaign's own pace lets it send. */
    private Instant notBefore;

    /** @param place of the share in the forecast's list */
    SimulatedAccount(int place, Share share) {
        this.place = place;
        this.share = share;
        own = share.own().compareTo(share.interval()) > 0 ? share.own() : share.interval();
        others = new ArrayDeque<>(share.others());
        othersBefore = others.size();
        cap = share.cap() == null ? null : new SimulatedCap(share.cap());
        notBefore = share.from();
        next = allowed(share.from());
    }

    /** When it may send next. */
    Instant next() {
        return next;
    }

    /** Sends for whoever's turn it is at {@link #next}, at most {@code most}; how many of them were the campaign's. */
    long send(long most, Forecast.Sink sink) {
        boolean ours = othersBefore == 0 && !notBefore.isAfter(next);
        if (!ours && others.isEmpty()) {
            next = allowed(notBefore);
            return 0;
        }
        long left = ours ? most : Math.min(most, others.getFirst());
        long sends = cap == null ? left : Math.min(left, cap.left());
        if (cap != null) {
            cap.use(next, sends);
        }
        if (ours) {
            sink.sent(place, next, own, sends);
            notBefore = next.plus(own.multipliedBy(sends));
            othersBefore = others.size();
        } else {
            otherSent(sends);
        }
        next = allowed(next.plus(share.interval().multipliedBy(sends)));
        return ours ? sends : 0;
    }

    private void otherSent(long sends) {
        long left = others.removeFirst() - sends;
        if (left > 0) {
            others.addLast(left);
        }
        othersBefore = Math.max(0, othersBefore - 1);
    }

    private Instant allowed(Instant at) {
        return cap == null ? at : cap.free(at);
    }
}
