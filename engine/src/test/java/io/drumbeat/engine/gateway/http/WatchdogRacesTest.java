package io.drumbeat.engine.gateway.http;

import static io.drumbeat.campaigns.Races.require;

import io.drumbeat.campaigns.OneCall;
import io.drumbeat.campaigns.Races;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An exchange that ends at its deadline has either met it or been broken off (docs/protocol.md#one-deadline). */
class WatchdogRacesTest {

    private final Runnable[] alarm = {() -> {}};
    private final Object coming = OneCall.of(ScheduledFuture.class, "cancel", arguments -> true);
    private final ScheduledExecutorService timer = OneCall.of(ScheduledExecutorService.class, "schedule", arguments -> {
        alarm[0] = (Runnable) arguments[0];
        return coming;
    });

    @Test
    void shouldBreakOffNothingThatHasMetItsDeadline() {
        Races.inOrders(100, () -> {
            AtomicBoolean aborted = new AtomicBoolean();
            Watchdog watchdog = new Watchdog(timer, Duration.ofSeconds(1), () -> aborted.set(true));
            boolean[] met = new boolean[1];
            Races.together(alarm[0], () -> {
                met[0] = watchdog.met();
                require(!(met[0] && aborted.get()), "it was not aborted before");
            });

            require(met[0] != aborted.get(), "one of both");
            require(met[0] == watchdog.met(), "it does not change any more");
        });
    }
}
