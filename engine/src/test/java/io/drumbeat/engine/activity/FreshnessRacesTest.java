package io.drumbeat.engine.activity;

import static io.drumbeat.campaigns.Races.require;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.drumbeat.campaigns.Races;
import io.drumbeat.campaigns.dispatch.Means;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Begins that were late together are one reason to allow for more (docs/protocol.md#one-deadline). */
final class FreshnessRacesTest {

    private static final Duration USUAL = Means.USUALLY_LEAVES_WITHIN;
    private static final Duration LATE = USUAL.plusMillis(1);

    private final Logger log = (Logger) LoggerFactory.getLogger(Freshness.class);

    @BeforeEach
    void beQuiet() {
        log.setLevel(Level.OFF); // it would warn in each order
    }

    @AfterEach
    void beLoud() {
        log.setLevel(null);
    }

    @Test
    void shouldDoubleOnceForAllThatWereLateTogether() {
        Races.inOrders(100, () -> {
            Freshness freshness = new Freshness(new SettableTicker());
            Runnable late = () -> require(!freshness.allows(LATE, USUAL), "it is late");
            Races.together(late, late);

            require(freshness.limit().equals(USUAL.multipliedBy(2)), "doubled once");
        });
    }
}
