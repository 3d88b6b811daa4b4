package io.drumbeat.campaigns.audience;

import java.util.function.Function;

/** What a phone cell says. */
public sealed interface PhoneReading {

    /** What the one of the two that it is makes of it. */
    <T> T fold(Function<Valid, T> valid, Function<Refused, T> refused);

    /** One valid number, in E.164. */
    record Valid(String e164) implements PhoneReading {
        @Override
        public <T> T fold(Function<Valid, T> valid, Function<Refused, T> refused) {
            return valid.apply(this);
        }
    }

    /**
     * None, or more than one reading.
     *
     * @param reason why and what to do, in words for a person; never the cell itself
     */
    record Refused(RejectCode code, String reason) implements PhoneReading {
        @Override
        public <T> T fold(Function<Valid, T> valid, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
