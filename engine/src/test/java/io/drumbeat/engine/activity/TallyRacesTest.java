package io.drumbeat.engine.activity;

import static io.drumbeat.campaigns.Races.require;

import io.drumbeat.campaigns.Races;
import io.drumbeat.campaigns.outcome.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A heartbeat says what is so, while others send and write (docs/protocol.md#heartbeat-throughout). */
final class TallyRacesTest {

    private static final Outcome SENT = new Outcome.Accepted("id");

    @Test
    void shouldCountEachOutcomeThatIsWrittenWhileAnotherIsAndAHeartbeatReads() {
        Races.inOrders(150, () -> {
            Tally tally = new Tally();
            @Nullable String[] said = new String[1];
            Races.together(
                    () -> tally.settled(2, SENT), () -> tally.settled(3, SENT), () -> said[0] = tally.progress());

            require(said[0] == null, "no send has begun");
            require("2 sent (lines 2-3)".equals(tally.result(Duration.ZERO).outcome()), "both");
        });
    }
}
