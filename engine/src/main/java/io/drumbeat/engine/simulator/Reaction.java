package io.drumbeat.engine.simulator;

import io.drumbeat.engine.simulator.protocol.Answer;
import io.drumbeat.engine.simulator.protocol.ReceivedMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor does about one request.
 *
 * @param account gateway and number
 * @param message null where the request is no send, or got no further than the vendor's checks
 * @param behaviour how the answer travels, and what becomes of the message
 * @param typing how long the vendor dawdles first
 */
record Reaction(
        String account, @Nullable ReceivedMessage message, Behaviour behaviour, Answer answer, Duration typing) {

    static Reaction refusal(String account, Answer answer) {
        return new Reaction(account, null, Behaviour.GOOD, answer, Duration.ZERO);
    }
}
