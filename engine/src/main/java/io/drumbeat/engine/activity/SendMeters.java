package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.Sender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts one sender's sends, how late they began and how long their vendor took. */
final class SendMeters {

    private final MeterRegistry meters;
    private final Sender sender;
    private final Timer lateness;
    private final Timer latency;

    SendMeters(MeterRegistry meters, Sender sender) {
        this.meters = meters;
        this.sender = sender;
        this.lateness = Timer.builder("drumbeat.send.lateness")
                .description("How much later than it was to a send began")
                .serviceLevelObjectives(millis(50), millis(100), millis(250), millis(500), millis(1_000), millis(5_000))
                .register(meters);
        this.latency = Timer.builder("drumbeat.vendor.latency")
                .description("How long vendors took to answer a send")
                .tag("gateway", sender.gateway())
                .serviceLevelObjectives(
                        millis(100),
                        millis(250),
                        millis(500),
                        millis(1_000),
                        millis(2_500),
                        millis(10_000),
                        millis(30_000))
                .register(meters);
    }

    void count(Finisher.Over over) {
        meters.counter(
                        "drumbeat.sends",
                        "sender",
                        sender.id().value(),
                        "gateway",
                        sender.gateway(),
                        "outcome",
                        over.outcome().kind().label())
                .increment();
        if (!(over.outcome() instanceof Outcome.GivenBack)) {
            lateness.record(over.lateness());
            latency.record(over.latency());
        }
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
