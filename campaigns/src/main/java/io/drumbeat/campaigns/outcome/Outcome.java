package io.drumbeat.campaigns.outcome;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What became of one send. Gateways say it, {@code DispatchStore.finish} writes it; there are no others.
 *
 * <p>Codes and messages are the vendor's, cleaned and cut; they never hold a token, a phone number or a caption.
 */
public sealed interface Outcome permits Outcome.Accepted, Failure {

    /** Which of them it is. */
    Kind kind();

    /** What one of the two makes of it. */
    <T> T fold(Function<Accepted, T> accepted, Function<Failure, T> failure);

    /** Its label, and the vendor's code where there is one. */
    String text();

    /** All outcomes, with what is said of each without looking into it. */
    enum Kind {
        ACCEPTED("sent", Fate.TAKEN),
        REJECTED("rejected", Fate.FAILED),
        ACCOUNT_BUSY("busy", Fate.NOT_SENT),
        TRANSIENT("transient", Fate.NOT_SENT),
        SENDER_BLOCKED("sender_blocked", Fate.NOT_SENT),
        CAMPAIGN_BLOCKED("campaign_blocked", Fate.NOT_SENT),
        MEDIA_GONE("media_gone", Fate.NOT_SENT),
        UNCONFIRMED("unconfirmed", Fate.UNCONFIRMED),
        GIVEN_BACK("given_back", Fate.NOT_SENT);

        private final String label;
        private final Fate fate;

        Kind(String label, Fate fate) {
            this.label = label;
            this.fate = fate;
        }

        /** One word of few, for metrics and the Temporal UI. */
        public String label() {
            return label;
        }

        /** What it says that became of the message. */
        public Fate fate() {
            return fate;
        }
    }

    /**
     * The vendor took the message.
     *
     * @param messageId null where it names none
     * @param publishedMedia where it keeps the media that came with the message; null where none came, or it does not say
     * @param held whether it keeps the message back for a quality check: whether it sends it, it reports later
     */
    record Accepted(@Nullable String messageId, @Nullable String publishedMedia, boolean held) implements Outcome {
        public Accepted(@Nullable String messageId, @Nullable String publishedMedia) {
            this(messageId, publishedMedia, false);
        }

        public Accepted(@Nullable String messageId) {
            this(messageId, null);
        }

        @Override
        public Kind kind() {
            return Kind.ACCEPTED;
        }

        @Override
        public <T> T fold(Function<Accepted, T> accepted, Function<Failure, T> failure) {
            return accepted.apply(this);
        }

        @Override
        public String text() {
            return kind().label();
        }
    }

    /** A documented refusal of this recipient or this message. {@code suppress}: never send to this phone again. */
    record Rejected(String code, String message, boolean suppress) implements Failure {
        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }

        @Override
        public Consequence consequence() {
            return suppress ? Consequence.SUPPRESS : Consequence.NONE;
        }

        @Override
        public Rejected with(String code, String message) {
            return new Rejected(code, message, suppress);
        }
    }

    /**
     * Surely not sent, and the account is the reason: a rate limit, or the vendor was not reached at all. Costs the
     * recipient no attempt. {@code retryAfter} is the vendor's own word, null without one.
     */
    record AccountBusy(
            String code, String message, @Nullable Duration retryAfter) implements Failure {

        /** The code of a vendor that was not reached. */
        public static final String NOT_REACHED = "not_reached";

        @Override
        public Kind kind() {
            return Kind.ACCOUNT_BUSY;
        }

        @Override
        public AccountBusy with(String code, String message) {
            return new AccountBusy(code, message, retryAfter);
        }
    }

    /** Surely not sent, by a code of this recipient's own: another go after {@code retry}, while it allows one. */
    record Transient(String code, String message, Retry retry) implements Failure {
        @Override
        public Kind kind() {
            return Kind.TRANSIENT;
        }

        @Override
        public Transient with(String code, String message) {
            return new Transient(code, message, retry);
        }
    }

    /** Credentials, account or quality: this sender sends nothing more until an operator resumes it. */
    record SenderBlocked(String code, String message) implements Failure {
        @Override
        public Kind kind() {
            return Kind.SENDER_BLOCKED;
        }

        @Override
        public Consequence consequence() {
            return Consequence.SENDER;
        }

        @Override
        public SenderBlocked with(String code, String message) {
            return new SenderBlocked(code, message);
        }
    }

    /**
     * Media or template refused: the campaign pauses.
     *
     * @param media whether it is the media: where an earlier send has published it, a later one carries the file again
     */
    record CampaignBlocked(String code, String message, boolean media) implements Failure {
        public CampaignBlocked(String code, String message) {
            this(code, message, false);
        }

        @Override
        public Kind kind() {
            return Kind.CAMPAIGN_BLOCKED;
        }

        @Override
        public Consequence consequence() {
            return media ? Consequence.PUBLICATION : Consequence.CAMPAIGN;
        }

        @Override
        public CampaignBlocked with(String code, String message) {
            return new CampaignBlocked(code, message, media);
        }
    }

    /** The vendor no longer has the uploaded media: upload it again once, and pause the campaign after that. */
    record MediaGone(String code, String message) implements Failure {
        @Override
        public Kind kind() {
            return Kind.MEDIA_GONE;
        }

        @Override
        public Consequence consequence() {
            return Consequence.MEDIA;
        }

        @Override
        public MediaGone with(String code, String message) {
            return new MediaGone(code, message);
        }
    }

    /** It may have been sent: a time-out, a reset or a reply that says nothing. Never sent again by itself. */
    record Unconfirmed(String code, String message) implements Failure {
        @Override
        public Kind kind() {
            return Kind.UNCONFIRMED;
        }

        @Override
        public Unconfirmed with(String code, String message) {
            return new Unconfirmed(code, message);
        }
    }

    /** Begun, but nothing was written to the vendor, for the reason that {@code message} says; the row goes back unattempted. */
    record GivenBack(String message) implements Failure {
        @Override
        public Kind kind() {
            return Kind.GIVEN_BACK;
        }

        @Override
        public String code() {
            return kind().label();
        }

        @Override
        public GivenBack with(String code, String message) {
            return new GivenBack(message);
        }

        @Override
        public String text() {
            return kind().label();
        }
    }

    /**
     * How a transient refusal is tried again.
     *
     * @param first the wait before the second attempt
     * @param doubling whether each further wait is twice the one before
     * @param attempts the most attempts, the first included
     */
    record Retry(Duration first, boolean doubling, int attempts) {
        public static final Retry USUAL = new Retry(Duration.ofSeconds(30), true, 5);
        public static final Retry SAME_PAIR = new Retry(Duration.ofSeconds(6), true, 5);
        public static final Retry DAILY = new Retry(Duration.ofDays(1), false, 3);

        /** The wait after {@code attempt}, which counts from 1. */
        public Duration after(int attempt) {
            return doubling ? first.multipliedBy(1L << (attempt - 1)) : first;
        }
    }
}
