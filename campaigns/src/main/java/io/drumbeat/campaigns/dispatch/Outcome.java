package io.drumbeat.campaigns.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one send. Gateways say it, {@code DispatchStore.finish} writes it; there are no others.
 *
 * <p>Codes and messages are the vendor's, cleaned and cut; they never hold a token, a phone number or a caption.
 */
public sealed interface Outcome {

    /** What {@code reader} makes of it, whichever it is. */
    <T> T fold(Reader<T> reader);

    /**
     * The vendor took the message.
     *
     * @param messageId null where it names none
     * @param publishedMedia where it keeps the media that came with the message; null where none came, or it does not say
     */
    record Accepted(@Nullable String messageId, @Nullable String publishedMedia) implements Outcome {
        public Accepted(@Nullable String messageId) {
            this(messageId, null);
        }

        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.accepted(this);
        }
    }

    /** A documented refusal of this recipient or this message. {@code suppress}: never send to this phone again. */
    record Rejected(String code, String message, boolean suppress) implements Outcome {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.rejected(this);
        }
    }

    /**
     * Surely not sent, and the account is the reason: a rate limit, or the vendor was not reached at all. Costs the
     * recipient no attempt. {@code retryAfter} is the vendor's own word, null without one.
     */
    record AccountBusy(
            String code, String message, @Nullable Duration retryAfter) implements Outcome {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.accountBusy(this);
        }
    }

    /** Surely not sent, by a code of this recipient's own: another go after {@code retry}, while it allows one. */
    record Transient(String code, String message, Retry retry) implements Outcome {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.transientFailure(this);
        }
    }

    /** Credentials, account or quality: this sender sends nothing more until an operator resumes it. */
    record SenderBlocked(String code, String message) implements Outcome {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.senderBlocked(this);
        }
    }

    /**
     * Media or template refused: the campaign pauses.
     *
     * @param media whether it is the media: where an earlier send has published it, a later one carries the file again
     */
    record CampaignBlocked(String code, String message, boolean media) implements Outcome {
        public CampaignBlocked(String code, String message) {
            this(code, message, false);
        }

        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.campaignBlocked(this);
        }
    }

    /** The vendor no longer has the uploaded media: upload it again once, and pause the campaign after that. */
    record MediaGone(String code, String message) implements Outcome {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.mediaGone(this);
        }
    }

    /** It may have been sent: a time-out, a reset or a reply that says nothing. Never sent again by itself. */
    record Unconfirmed(String code, String message) implements Outcome {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.unconfirmed(this);
        }
    }

    /** Begun, but nothing was written to the vendor; the row goes back unattempted. */
    record GivenBack(String reason) implements Outcome {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.givenBack(this);
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

    /** One answer for each outcome. */
    interface Reader<T> {
        T accepted(Accepted outcome);

        T rejected(Rejected outcome);

        T accountBusy(AccountBusy outcome);

        T transientFailure(Transient outcome);

        T senderBlocked(SenderBlocked outcome);

        T campaignBlocked(CampaignBlocked outcome);

        T mediaGone(MediaGone outcome);

        T unconfirmed(Unconfirmed outcome);

        T givenBack(GivenBack outcome);
    }
}
