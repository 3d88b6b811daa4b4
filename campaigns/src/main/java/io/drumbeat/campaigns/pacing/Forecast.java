package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * How a campaign goes on: what its senders will send is played through, by the arithmetic that sends. Small campaigns go
 * send by send, large ones many sends at a time, so that it takes about as long for any number of recipients.
 */
public final class Forecast {

    /** Longer than anybody waits. */
    private static final Duration HORIZON = Duration.ofDays(100 * 365);

    /** At a time goes such a part of what is left: the last ones go one by one. */
    private static final long PARTS = 500;

    /** The same of one that is asked for all the time, by every poll: a fifth of the work, and as good but for nights. */
    private static final long LARGE_PARTS = 100;

    private final Instant now;
    private final Instant begin;
    private final List<Share> shares;
    private final long parts;

    /** Of a campaign that runs already, in some milliseconds. */
    public Forecast(Instant now, List<Share> shares) {
        this(now, now, shares, LARGE_PARTS);
    }

    /**
     * Of a campaign that is to begin.
     *
     * @param begin not before
     * @param shares of the senders that can send; what is blocked or paused is left out
     */
    public Forecast(Instant now, Instant begin, List<Share> shares) {
        this(now, begin, shares, PARTS);
    }

    private Forecast(Instant now, Instant begin, List<Share> shares, long parts) {
        this.now = now;
        this.begin = begin;
        this.parts = parts;
        this.shares = List.copyOf(shares);
    }

    /** Is told of the campaign's sends. */
    public interface Sink {
        /**
         * {@code sends} of the share with that place in the list begin, the first at {@code first} and then one every
         * {@code interval}.
         */
        void sent(int share, Instant first, Duration interval, long sends);
    }

    /** When {@code recipients} will have been sent to; empty: never, or not in a hundred years. */
    public Optional<Instant> end(ZonedRecipients recipients) {
        Latest latest = new Latest(begin);
        return play(recipients, latest) ? Optional.of(latest.at) : Optional.empty();
    }

    private static final class Latest implements Sink {
        private Instant at;

        Latest(Instant at) {
            this.at = at;
        }

        @Override
        public void sent(int share, Instant first, Duration interval, long sends) {
            Instant last = first.plus(interval.multipliedBy(sends - 1));
            at = last.isAfter(at) ? last : at;
        }
    }

    /** Sends to {@code recipients}, about in the order of time; whether all were sent to in a hundred years. */
    public boolean play(ZonedRecipients recipients, Sink sink) {
        SimulatedRecipients left = new SimulatedRecipients(recipients, begin);
        PriorityQueue<SimulatedAccount> accounts = new PriorityQueue<>(Comparator.comparing(SimulatedAccount::next));
        Map<String, SimulatedCap> shared = new HashMap<>();
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get(i);
            SharedPlaces places = share.places();
            SimulatedCap cap = places == null
                    ? null
                    : shared.computeIfAbsent(places.portfolio(), id -> new SimulatedCap(places.people()));
            accounts.add(new SimulatedAccount(i, share, begin, left, cap));
        }
        Instant horizon = now.plus(HORIZON);
        while (left.left() > 0) {
            SimulatedAccount account = accounts.poll();
            if (account == null || account.next().isAfter(horizon)) {
                return false;
            }
            account.send(Math.max(1, left.left() / parts), sink);
            accounts.add(account);
        }
        return true;
    }
}
