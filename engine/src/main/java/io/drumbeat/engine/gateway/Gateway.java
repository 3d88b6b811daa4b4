package io.drumbeat.engine.gateway;

import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One sender's way to its vendor. Safe to use from many threads. */
public interface Gateway {

    /** How media gets to this vendor, where it stands at no URL that the vendor can fetch. */
    MediaWay mediaWay();

    /**
     * Uploads {@code file}; only where that is the {@link #mediaWay()}. It may be called again where its answer never came.
     *
     * @return its id, or why there is none
     */
    Upload upload(MediaFile file);

    /** The way to look its templates up; empty where the vendor has none, or nothing says where they are. */
    default Optional<TemplateLookup> templates() {
        return Optional.empty();
    }

    /**
     * Leases a connection and connects it, so that nothing slow is left to happen once a recipient has been taken. To
     * be called right before that: vendors close connections that idle for some seconds.
     *
     * @throws NotReached where the vendor does not answer: nothing was sent
     */
    Connection open() throws NotReached;

    /** A leased connection, for one send; closing it twice does no harm. */
    interface Connection extends AutoCloseable {

        /**
         * Sends {@code message} within the sender's time-out, or within what an upload may take where it carries the file;
         * whatever happens is an outcome, never an exception.
         */
        Outcome send(Message message);

        @Override
        void close();
    }

    /** What an upload came to. */
    sealed interface Upload {}

    /** {@code validFor} null: it does not expire. */
    record Uploaded(String id, @Nullable Duration validFor) implements Upload {}

    /** It gave no id. */
    record NotUploaded(Failure why) implements Upload {

        /** For {@code refusal} as a send would have got it: what is the recipient's fault there is the media's here. */
        public static NotUploaded after(Failure refusal) {
            return new NotUploaded(
                    switch (refusal.kind()) {
                        case REJECTED, MEDIA_GONE -> new Outcome.CampaignBlocked(refusal.code(), refusal.message());
                        default -> refusal;
                    });
        }
    }

    /** A file to upload; {@code bytes} can be opened as often as needed. */
    record MediaFile(String fileName, String mimeType, long size, Opener bytes) {

        @FunctionalInterface
        public interface Opener {
            InputStream open() throws IOException;
        }
    }

    /** The vendor was not reached: refused, unresolved, or TLS failed. Its message names no secret. */
    final class NotReached extends Exception {
        private static final long serialVersionUID = 1L;

        public NotReached(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
