package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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

    private final Instant now;
    private final Instant begin;
    private final List<Share> shares;

    /** Of a campaign that runs already. */
    public Forecast(Instant now, List<Share> shares) {
        this(now, now, shares);
    }

    /**
     * Of a campaign that is to begin.
     *
     * @param begin not before
     * @param shares of the senders that can send; what is blocked or paused is left out
     */
    public Forecast(Instant now, Instant begin, List<Share> shares) {
        this.now = now;
        this.begin = begin;
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
        SimulatedRecipients left = new SimulatedRecipients(recipients);
        PriorityQueue<SimulatedAccount> accounts = new PriorityQueue<>(Comparator.comparing(SimulatedAccount::next));
        for (int i = 0; i < shares.size(); i++) {
            accounts.add(new SimulatedAccount(i, shares.get(i), begin, left));
        }
        Instant horizon = now.plus(HORIZON);
        while (left.left() > 0) {
            SimulatedAccount account = accounts.poll();
            if (account == null || account.next().isAfter(horizon)) {
                return false;
            }
            account.send(Math.max(1, left.left() / PARTS), sink);
            accounts.add(account);
        }
        return true;
    }
}
