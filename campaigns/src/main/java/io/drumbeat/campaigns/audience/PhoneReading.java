package io.drumbeat.campaigns.audience;

import java.util.function.Function;

/** What a phone cell says. */
sealed interface PhoneReading {

    <T> T fold(Function<Valid, T> valid, Function<Refused, T> refused);

    /** One valid number, in E.164. */
    record Valid(String e164) implements PhoneReading {
        @Override
        public <T> T fold(Function<Valid, T> valid, Function<Refused, T> refused) {
            return valid.apply(this);
        }
    }

    /** None, or more than one reading. */
    record Refused(RejectCode code, String reason) implements PhoneReading {
        @Override
        public <T> T fold(Function<Valid, T> valid, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
