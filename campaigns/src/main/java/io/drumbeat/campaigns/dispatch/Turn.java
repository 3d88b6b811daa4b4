package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.CampaignId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a lane that asks for its next recipient is told. Durations count from the answer. */
public sealed interface Turn {

    /** What {@code visitor} makes of it, whichever it is. */
    <T> T fold(Visitor<T> visitor);

    /** It has these, at least one; send each from its start on, then finish it. Only {@link DispatchStore#begin} says so. */
    record Taken(List<Begun> begun) implements Turn {
        public Taken {
            begun = List.copyOf(begun);
        }

        @Override
        public <T> T fold(Visitor<T> visitor) {
            return visitor.taken(this);
        }
    }

    /** A dispatch, and how long after the answer its slot starts: zero where that is now. */
    record Begun(Dispatch dispatch, Duration startsIn) {}

    /** It may begin now. Only {@link DispatchStore#ask} says so. */
    record Ready() implements Turn {
        @Override
        public <T> T fold(Visitor<T> visitor) {
            return visitor.ready(this);
        }
    }

    /**
     * The account's slot is not free yet, or another lane's turn comes first.
     *
     * @param trouble what the vendor last said, where that is why; null where it is only the pace
     * @param queued its place where others come first, who may be done sooner than expected; null: only the time counts
     */
    record NotYet(
            Duration delay,
            @Nullable String trouble,
            @Nullable Queued queued) implements Turn {
        public NotYet(Duration delay, @Nullable String trouble) {
            this(delay, trouble, null);
        }

        @Override
        public <T> T fold(Visitor<T> visitor) {
            return visitor.notYet(this);
        }
    }

    /**
     * A lane's place among those that wait at one account, which compares as turns are in the database: first the one served
     * longest ago.
     *
     * @param servedAt when it was last served
     * @param forAnEnd whether it waits for sends to end, and not only for its turn
     */
    record Queued(Instant servedAt, CampaignId campaign, boolean forAnEnd) implements Comparable<Queued> {

        private static final Comparator<Queued> ORDER = Comparator.comparing(Queued::servedAt)
                // by its text, as PostgreSQL compares it
                .thenComparing(queued -> queued.campaign().value().toString());

        @Override
        public int compareTo(Queued other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Nothing to send now, but some rows are in flight or due later.
     *
     * @param delay until it should look again; null: others come for those, and it is woken where there are more
     * @param asleep whether all that is left waits for its owners to be awake
     */
    record Idle(@Nullable Duration delay, boolean asleep) implements Turn {
        public Idle(@Nullable Duration delay) {
            this(delay, false);
        }

        @Override
        public <T> T fold(Visitor<T> visitor) {
            return visitor.idle(this);
        }
    }

    /**
     * The gate is shut.
     *
     * @param reason in plain words
     * @param delay until it opens by itself; null: until there is news of the campaign or the account
     */
    record Gated(Why why, String reason, @Nullable Duration delay) implements Turn {

        /** What shuts it. */
        public enum Why {
            /** Somebody, or a breaker, has paused the campaign or the sender. */
            PAUSED,
            /** The sender sends nothing until somebody does something about it. */
            BLOCKED,
            /** The sender's daily cap is reached. */
            CAPPED,
            /** It is night for the campaign or the sender. */
            QUIET,
            /** The sender's portfolio has been sent to as many people as it may in a day. */
            FULL,
            /** This process knows the sender otherwise than the database does. */
            DISAGREES
        }

        static Turn paused(String reason) {
            return new Gated(Why.PAUSED, reason, null);
        }

        static Turn blocked(String reason) {
            return new Gated(Why.BLOCKED, reason, null);
        }

        static Turn capped(Duration delay) {
            return new Gated(Why.CAPPED, "The sender's daily cap is reached.", delay);
        }

        static Turn quiet(Duration delay) {
            return new Gated(Why.QUIET, "These are quiet hours.", delay);
        }

        static Turn full(String portfolio, Duration delay) {
            return new Gated(
                    Why.FULL,
                    "The portfolio %s has sent to as many people as it may in 24 hours.".formatted(portfolio),
                    delay);
        }

        static Turn disagrees(String reason, Duration delay) {
            return new Gated(Why.DISAGREES, reason, delay);
        }

        @Override
        public <T> T fold(Visitor<T> visitor) {
            return visitor.gated(this);
        }
    }

    /** The media must be published at this account first, for the first time or again. */
    record Unpublished() implements Turn {
        @Override
        public <T> T fold(Visitor<T> visitor) {
            return visitor.unpublished(this);
        }
    }

    /** Nothing of the campaign is pending, due or in the journal. */
    record Exhausted() implements Turn {
        @Override
        public <T> T fold(Visitor<T> visitor) {
            return visitor.exhausted(this);
        }
    }

    /** One answer for each turn. */
    interface Visitor<T> {
        T taken(Taken turn);

        T ready(Ready turn);

        T notYet(NotYet turn);

        T idle(Idle turn);

        T gated(Gated turn);

        T unpublished(Unpublished turn);

        T exhausted(Exhausted turn);
    }
}
