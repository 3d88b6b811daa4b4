package io.drumbeat.engine.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor does about one request.
 *
 * @param account gateway and number
 * @param phone E.164; null where the request is no send, or got no further than the vendor's checks
 * @param received whether the message reaches the phone
 * @param typing how long the vendor dawdles first
 */
record Reaction(
        String account, @Nullable String phone, Behaviour.Act act, boolean received, Answer answer, Duration typing) {

    static Reaction refusal(String account, Answer answer) {
        return new Reaction(account, null, Behaviour.Act.ANSWER, false, answer, Duration.ZERO);
    }
}
