package io.drumbeat.engine.simulator.protocol;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request after its vendor's checks. */
public sealed interface Checked {

    <T> T fold(Function<Send, T> send, Function<Upload, T> upload, Function<Refused, T> refused);

    /** The body of the answer that accepts a message as {@code id}; {@code held}: for a quality assessment. */
    interface Acceptance {
        String of(String id, boolean held);
    }

    /**
     * A send that is in order.
     *
     * @param account gateway and number
     * @param phone whom to, without plus
     * @param key what callbacks are to echo; null: nothing
     * @param typing how long the vendor dawdles first
     */
    record Send(String account, String phone, @Nullable String key, Duration typing, Acceptance acceptance)
            implements Checked {

        /** One that callbacks echo nothing of, by a vendor that does not dawdle. */
        public Send(String account, String phone, Acceptance acceptance) {
            this(account, phone, null, Duration.ZERO, acceptance);
        }

        @Override
        public <T> T fold(Function<Send, T> send, Function<Upload, T> upload, Function<Refused, T> refused) {
            return send.apply(this);
        }
    }

    /**
     * An upload that is in order.
     *
     * @param number whose last digits may ask for a misbehaviour
     * @param acceptance the body of the answer that tells the file's id
     */
    record Upload(String account, String number, String mimeType, UnaryOperator<String> acceptance) implements Checked {

        @Override
        public <T> T fold(Function<Send, T> send, Function<Upload, T> upload, Function<Refused, T> refused) {
            return upload.apply(this);
        }
    }

    /**
     * One that is not what the vendor's documents ask for.
     *
     * @param account gateway and number, or the gateway alone where the number is not known yet
     */
    record Refused(String account, Refusal why) implements Checked {

        @Override
        public <T> T fold(Function<Send, T> send, Function<Upload, T> upload, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
