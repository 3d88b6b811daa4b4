package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One account in a {@link Forecast}, with the campaigns that take turns on it. For one thread. */
final class SimulatedAccount {

    /** How much of a cap others take at once, so long at most: its places come free again minute by minute. */
    private static final Duration UNDER_A_CAP = Duration.ofMinutes(1);

    private final int place;
    private final Share share;
    private final Duration own;
    private final SimulatedRecipients recipients;

    /** What each other campaign has left, in the order of their turns; then those come that do not end, and this one last. */
    private final Deque<Long> others;

    /** Its own and its portfolio's. */
    private final List<SimulatedCap> caps;

    private final Set<ZoneId> zones;
    private int othersBefore;
    private int sinceRest;
    private Instant next;

    /** When the campaign's own pace lets it send. */
    private Instant notBefore;

    /**
     * An account at which nothing was sent yet.
     *
     * @param place of the share in the forecast's list
     * @param begin of the campaign
     * @param shared what it takes places of together with other accounts; null: nothing
     */
    SimulatedAccount(
            int place, Share share, Instant begin, SimulatedRecipients recipients, @Nullable SimulatedCap shared) {
        this.place = place;
        this.share = share;
        this.recipients = recipients;
        own = share.own().compareTo(share.interval()) > 0 ? share.own() : share.interval();
        others = new ArrayDeque<>(share.others());
        othersBefore = others();
        SimulatedCap cap = share.cap() == null ? null : new SimulatedCap(share.cap());
        caps = Stream.of(cap, shared).filter(Objects::nonNull).toList();
        QuietHours quiet = share.quietHours();
        zones = quiet == null || quiet.zone() == null ? Set.of() : Set.of(quiet.zone());
        sinceRest = share.sinceRest();
        notBefore = begin;
        next = allowed(others() == 0 && begin.isAfter(share.from()) ? begin : share.from());
    }

    /** When it may send next. */
    Instant next() {
        return next;
    }

    /** Sends for whoever's turn it is at {@link #next}, at most {@code most}. */
    void send(long most, Forecast.Sink sink) {
        boolean mayBegin = othersBefore == 0 && !notBefore.isAfter(next);
        Instant awake = mayBegin ? recipients.awakeFrom(next) : next;
        boolean ours = mayBegin && awake.equals(next);
        long turns = ours ? 1 : turnsAtOnce(most);
        long places = Math.min(most * turns, Rest.left(share.rest(), sinceRest));
        for (SimulatedCap cap : caps) {
            places = Math.min(places, cap.left(next));
        }
        if (places <= 0) {
            // Another account of its portfolio has taken them since.
            next = allowed(next);
            return;
        }
        if (!ours && others() == 0) {
            next = allowed(mayBegin ? awake : notBefore);
            return;
        }
        long atMost = SimulatedRecipients.together(share.quietHours(), zones, next, share.interval(), places);
        long sends;
        if (ours) {
            sends = recipients.send(next, own, atMost);
            sink.sent(place, next, own, sends);
            notBefore = next.plus(own.multipliedBy(sends));
            othersBefore = others();
        } else {
            sends = othersSend(most, atMost);
        }
        for (SimulatedCap cap : caps) {
            cap.use(next, sends);
        }
        next = allowed(next.plus(share.interval().multipliedBy(sends)).plus(rest(sends)));
    }

    /** What is added to the pause behind that many sends more. */
    private Duration rest(long sends) {
        Rest rest = share.rest();
        sinceRest += (int) sends;
        if (rest == null || sinceRest < rest.after()) {
            return Duration.ZERO;
        }
        sinceRest = 0;
        Duration more = rest.length().minus(share.interval());
        return more.isNegative() ? Duration.ZERO : more;
    }

    private int others() {
        return others.size() + share.endless();
    }

    /** Those who do not end are not told apart: however many they are, all of them have their turns together. */
    private long turnsAtOnce(long most) {
        if (othersBefore > share.endless()) {
            return 1;
        }
        long longest = caps.isEmpty()
                ? Long.MAX_VALUE
                : UNDER_A_CAP.toNanos() / share.interval().toNanos() / most;
        return Math.max(1, Math.min(othersBefore, longest));
    }

    /** One turn of at most {@code most}, or several of those who do not end: {@code atMost} in all. */
    private long othersSend(long most, long atMost) {
        boolean ends = othersBefore > share.endless() || share.endless() == 0;
        long sends = ends ? oneSends(atMost) : atMost;
        othersBefore = (int) Math.max(0, othersBefore - (ends ? 1 : (sends + most - 1) / most));
        return sends;
    }

    private long oneSends(long most) {
        long left = others.removeFirst();
        long sends = Math.min(most, left);
        if (left > sends) {
            others.addLast(left - sends);
        }
        return sends;
    }

    private Instant allowed(Instant at) {
        Instant allowed = at;
        Instant before;
        do {
            before = allowed;
            for (SimulatedCap cap : caps) {
                allowed = cap.free(allowed);
            }
            allowed = SimulatedRecipients.awakeFrom(share.quietHours(), allowed, zones);
        } while (allowed.isAfter(before));
        return allowed;
    }
}
