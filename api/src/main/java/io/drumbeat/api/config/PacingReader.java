package io.drumbeat.api.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.pacing.Pacing;
import java.time.Duration;

/** Reads a sender's pacing: a random pause, or a rate. */
final class PacingReader {

    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final int IN_FLIGHT = 64;
    private static final int MOST_IN_FLIGHT = 256;
    private static final double SLOWEST = 0.001;

    private PacingReader() {}

    /** The pacing that {@code fields} say; the default one where they are wrong, which they have been told. */
    static Pacing read(JsonFields fields) {
        boolean rate = fields.has("ratePerSecond") || fields.has("maxInFlight");
        boolean delay = fields.has("minDelay") || fields.has("maxDelay");
        if (rate && delay) {
            fields.error(
                    "ratePerSecond",
                    "must have either minDelay and maxDelay, or ratePerSecond and maxInFlight, not both");
            return Pacing.DEFAULT;
        }
        Pacing pacing = rate ? rate(fields) : delay ? delay(fields) : Pacing.DEFAULT;
        fields.refuseOthers();
        return pacing;
    }

    private static Pacing delay(JsonFields fields) {
        for (String name : new String[] {"minDelay", "maxDelay"}) {
            if (!fields.has(name)) {
                fields.error(name, "is required: minDelay and maxDelay go together");
            }
        }
        Duration min = fields.duration("minDelay", LONGEST_PAUSE);
        Duration max = fields.duration("maxDelay", LONGEST_PAUSE);
        if (min == null || max == null) {
            return Pacing.DEFAULT;
        }
        if (min.compareTo(max) > 0) {
            fields.error("minDelay", "must not be longer than maxDelay");
            return Pacing.DEFAULT;
        }
        return new Pacing.Delay(min, max);
    }

    private static Pacing rate(JsonFields fields) {
        Integer given = fields.wholeNumber("maxInFlight", 1, MOST_IN_FLIGHT);
        int inFlight = given == null ? IN_FLIGHT : given;
        JsonNode rate = fields.any("ratePerSecond");
        if (rate != null && rate.asText().equals("unlimited")) {
            return new Pacing.Rate(Double.POSITIVE_INFINITY, inFlight);
        }
        if (rate != null && rate.isNumber()) {
            double perSecond = rate.asDouble();
            if (perSecond >= SLOWEST && Double.isFinite(perSecond)) {
                return new Pacing.Rate(perSecond, inFlight);
            }
        }
        fields.error(
                "ratePerSecond",
                rate == null
                        ? "is required beside maxInFlight"
                        : "must be a number of at least 0.001, or \"unlimited\"");
        return Pacing.DEFAULT;
    }
}
