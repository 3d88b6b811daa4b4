package io.drumbeat.engine.gateway.http;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.drumbeat.campaigns.outcome.Consequence;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Retry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A vendor's error codes, grouped by what they mean. Immutable. */
public final class ErrorTable {

    private static final Reply SILENT = new Reply(200, MissingNode.getInstance(), null, false);

    private final Map<String, Meaning> meanings;

    private ErrorTable(Map<String, Meaning> meanings) {
        this.meanings = Map.copyOf(meanings);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What {@code code}, the vendor's word in {@code reply}, means; empty where the vendor documents no such code. */
    public Optional<Failure> read(String code, String message, Reply reply) {
        return Optional.ofNullable(meanings.get(code)).map(meaning -> meaning.of(code, message, reply));
    }

    /**
     * What {@code code} means in the receipt of a message that failed after it was accepted. Nothing is sent again
     * because of a receipt, so what a reply would be tried again for is a rejection, and so is an unknown code.
     *
     * @param code null: none
     * @param message the vendor's words; null: none
     */
    public Failure ofReceipt(@Nullable String code, @Nullable String message) {
        String known = code == null ? "failed" : code;
        String words = message == null ? "" : message;
        Failure rejected = new Outcome.Rejected(known, words, false);
        return Redaction.ofCallback()
                .of(read(known, words, SILENT)
                        .filter(failure -> failure.consequence() != Consequence.NONE)
                        .orElse(rejected));
    }

    private interface Meaning {
        Failure of(String code, String message, Reply reply);
    }

    /** Collects codes; a code that is named twice is a mistake. */
    public static final class Builder {
        private final Map<String, Meaning> meanings = new HashMap<>();

        /** Surely not sent, and the recipient's own: another go after {@code retry}. */
        public Builder retry(Retry retry, String... codes) {
            return put((code, message, reply) -> new Outcome.Transient(code, message, retry), codes);
        }

        /** Surely not sent: the account slows down, honouring {@code Retry-After}. */
        public Builder slowDown(String... codes) {
            return put((code, message, reply) -> new Outcome.AccountBusy(code, message, reply.retryAfter()), codes);
        }

        /** This recipient or this message is refused. */
        public Builder reject(String... codes) {
            return put((code, message, reply) -> new Outcome.Rejected(code, message, false), codes);
        }

        /** The recipient wants nothing more. */
        public Builder rejectAndSuppress(String... codes) {
            return put((code, message, reply) -> new Outcome.Rejected(code, message, true), codes);
        }

        /** The sender stops until an operator resumes it. */
        public Builder blockSender(String... codes) {
            return put((code, message, reply) -> new Outcome.SenderBlocked(code, message), codes);
        }

        /** As {@link #blockSender(String...)}, for every number from {@code first} to {@code last}. */
        public Builder blockSender(int first, int last) {
            return blockSender(IntStream.rangeClosed(first, last)
                    .mapToObj(Integer::toString)
                    .toArray(String[]::new));
        }

        /** Media or template is refused: the campaign pauses. */
        public Builder blockCampaign(String... codes) {
            return put((code, message, reply) -> new Outcome.CampaignBlocked(code, message), codes);
        }

        /** The uploaded media is gone: upload it again once. */
        public Builder uploadAgain(String... codes) {
            return put((code, message, reply) -> new Outcome.MediaGone(code, message), codes);
        }

        /** It may have been sent all the same. */
        public Builder unconfirmed(String... codes) {
            return put((code, message, reply) -> new Outcome.Unconfirmed(code, message), codes);
        }

        public ErrorTable build() {
            return new ErrorTable(meanings);
        }

        private Builder put(Meaning meaning, String... codes) {
            for (String code : codes) {
                if (meanings.put(code, meaning) != null) {
                    throw new IllegalArgumentException("code " + code + " is in the table twice");
                }
            }
            return this;
        }
    }
}
