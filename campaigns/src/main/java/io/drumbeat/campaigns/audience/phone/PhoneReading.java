package io.drumbeat.campaigns.audience.phone;

import io.drumbeat.campaigns.audience.reject.RejectCode;
import java.util.function.Function;

/** What a phone cell says. */
public sealed interface PhoneReading {

    /** What the one of the two that it is makes of it. */
    <T> T fold(Function<Valid, T> valid, Function<Refused, T> refused);

    /**
     * One valid number.
     *
     * @param e164 what is sent to
     * @param assumed whether nothing but the want of a region made its first digits a country code
     */
    record Valid(String e164, boolean assumed) implements PhoneReading {
        @Override
        public <T> T fold(Function<Valid, T> valid, Function<Refused, T> refused) {
            return valid.apply(this);
        }
    }

    /**
     * None, or more than one reading.
     *
     * @param reason why and what to do, in words for a person; never the cell itself
     * @param assumed as in {@link Valid}
     */
    record Refused(RejectCode code, String reason, boolean assumed) implements PhoneReading {

        Refused(RejectCode code, String reason) {
            this(code, reason, false);
        }

        @Override
        public <T> T fold(Function<Valid, T> valid, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
