package io.drumbeat.api.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.pacing.Pacing;
import java.time.Duration;
import java.util.Optional;

/** Reads a sender's pacing: a random pause, or a rate. */
final class PacingReader {

    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final int IN_FLIGHT = 64;
    private static final int MOST_IN_FLIGHT = 256;
    private static final double SLOWEST = 0.001;

    private PacingReader() {}

    /** The pacing that {@code fields} say; the default one where they are wrong, which they have been told. */
    static Pacing read(Fields fields) {
        boolean rate = fields.has("ratePerSecond") || fields.has("maxInFlight");
        boolean delay = fields.has("minDelay") || fields.has("maxDelay");
        if (rate && delay) {
            fields.problems().add("must have either minDelay and maxDelay, or ratePerSecond and maxInFlight, not both");
            return Pacing.DEFAULT;
        }
        Pacing pacing = rate ? rate(fields) : delay ? delay(fields) : Pacing.DEFAULT;
        fields.refuseTheRest();
        return pacing;
    }

    private static Pacing delay(Fields fields) {
        for (String name : new String[] {"minDelay", "maxDelay"}) {
            if (!fields.has(name)) {
                fields.problems().at(name).add("is missing: minDelay and maxDelay go together");
            }
        }
        Optional<Duration> min = fields.parse("minDelay", text -> Values.duration(text, LONGEST_PAUSE));
        Optional<Duration> max = fields.parse("maxDelay", text -> Values.duration(text, LONGEST_PAUSE));
        if (min.isEmpty() || max.isEmpty()) {
            return Pacing.DEFAULT;
        }
        if (min.get().compareTo(max.get()) > 0) {
            fields.problems().at("minDelay").add("must not be longer than maxDelay");
            return Pacing.DEFAULT;
        }
        return new Pacing.Delay(min.get(), max.get());
    }

    private static Pacing rate(Fields fields) {
        int inFlight = fields.wholeNumber("maxInFlight", 1, MOST_IN_FLIGHT).orElse(IN_FLIGHT);
        Optional<JsonNode> rate = fields.take("ratePerSecond");
        if (rate.isPresent() && rate.get().asText().equals("unlimited")) {
            return new Pacing.Rate(Double.POSITIVE_INFINITY, inFlight);
        }
        if (rate.isPresent() && rate.get().isNumber()) {
            double perSecond = rate.get().asDouble();
            if (perSecond >= SLOWEST && Double.isFinite(perSecond)) {
                return new Pacing.Rate(perSecond, inFlight);
            }
        }
        fields.problems()
                .at("ratePerSecond")
                .add(
                        rate.isEmpty()
                                ? "is missing beside maxInFlight"
                                : "must be a number of at least 0.001, or \"unlimited\"");
        return Pacing.DEFAULT;
    }
}
