package io.drumbeat.campaigns.suppression;

import io.drumbeat.campaigns.phone.HashedPerson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A phone that is never sent to, in whatever form of its number.
 *
 * @param phone E.164, in the form that its person is known by; of an erased person a {@link HashedPerson}
 * @param reason why, in words for a person
 * @param source who or what put it there: {@code api NAME}, {@code reply to SENDER}, {@code sender SENDER}
 */
public record Suppression(String phone, String reason, String source, Instant createdAt) {

    /** Whether its person was erased: the phone is not known any more, and is never sent to all the same. */
    public boolean hashed() {
        return HashedPerson.is(phone);
    }

    /** The most characters a reason has. */
    public static final int MAX_REASON = 500;

    private static final String NO_REASON = "no reason given";

    /**
     * A phone to be put on the list.
     *
     * @param phone E.164
     * @param reason blank: none was given; cut after {@link #MAX_REASON} characters
     */
    public record Request(String phone, String reason) {
        public Request {
            reason = reason.isBlank() ? NO_REASON : cut(reason.strip());
        }

        private static String cut(String text) {
            return text.codePointCount(0, text.length()) <= MAX_REASON
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, MAX_REASON));
        }

        /** Leaves out the phone: this may reach a log. */
        @Override
        public String toString() {
            return "Suppression.Request[" + reason + "]";
        }
    }

    /**
     * Opt-outs of people who hide their phone, which nothing has told yet.
     *
     * @param newest some of them, the newest first
     */
    public record Unmatched(long count, List<OptOut> newest) {
        public Unmatched {
            newest = List.copyOf(newest);
        }

        /**
         * One of them.
         *
         * @param userId the vendor's own id of the person; null where it tells none
         * @param source where it was said, as for a suppression
         */
        public record OptOut(@Nullable String userId, Instant saidAt, String source) {
            /** Leaves out whose it is: this may reach a log. */
            @Override
            public String toString() {
                return "OptOut[" + saidAt + ", " + source + "]";
            }
        }
    }

    /** Leaves out the phone: this may reach a log. */
    @Override
    public String toString() {
        return "Suppression[" + reason + ", " + source + ", " + createdAt + "]";
    }
}
