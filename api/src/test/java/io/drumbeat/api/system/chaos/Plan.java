package io.drumbeat.api.system.chaos;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** What was asked for, and what the senders may do. Times are as in {@link History}. */
record Plan(List<Campaign> campaigns, List<Sender> senders, List<Portfolio> portfolios) {

    /** From {@code from} on and before {@code to}. */
    record Span(long from, long to) {
        static final Span ALWAYS = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

        boolean holds(long at) {
            return from <= at && at < to;
        }

        boolean meets(long begin, long end) {
            return from <= end && begin < to;
        }
    }

    /**
     * @param minGapNanos the campaign's own pause between two sends of one sender; 0 where it has none
     * @param quiet when nothing of it may begin
     */
    record Campaign(String id, Set<String> phones, long minGapNanos, List<Span> quiet) {}

    /** How fast an account may send meanwhile. While senders.json is exchanged, the old pace and the new one hold. */
    sealed interface Pace {
        Span during();
    }

    /** One send at a time, and a pause. */
    record Delay(Span during, long minGapNanos) implements Pace {}

    record Rate(Span during, double perSecond, int maxInFlight) implements Pace {}

    /**
     * @param account as the vendor knows it
     * @param dailyCap the most sends in 24 hours
     * @param quiet when it may begin nothing
     */
    record Sender(String account, List<Pace> paces, OptionalInt dailyCap, List<Span> quiet) {
        /** How many of its sends may be on at a time. */
        int mostOn() {
            return paces.stream()
                    .mapToInt(pace -> pace instanceof Rate rate ? rate.maxInFlight() : 1)
                    .max()
                    .orElse(0);
        }
    }

    /** @param uniqueRecipients24h how many people its accounts together may send to in 24 hours */
    record Portfolio(Set<String> accounts, int uniqueRecipients24h) {}
}
