package io.drumbeat.campaigns.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.pacing.Pacing;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the object {@code pacing} of a spec. */
final class PacingReader {

    private static final Duration MAX_DELAY = Duration.ofDays(1);
    private static final double MIN_RATE = 1.0 / Duration.ofDays(1).toSeconds();

    /** A campaign limits how fast it sends, not how many of its senders' sends are in flight. */
    private static final int MAX_IN_FLIGHT = 256;

    private final JsonFields pacing;

    PacingReader(JsonFields pacing) {
        this.pacing = pacing;
    }

    /** The pacing; null where it is wrong, which is reported. */
    @Nullable
    Pacing read() {
        Pacing read = pacing.has("ratePerSecond") ? rate() : delay();
        pacing.refuseOthers();
        return read;
    }

    private @Nullable Pacing delay() {
        Duration min = delay("minDelay");
        Duration max = delay("maxDelay");
        if (min == null || max == null) {
            return null;
        }
        if (min.compareTo(max) > 0) {
            pacing.error("minDelay", "must be at most maxDelay");
            return null;
        }
        return new Pacing.Delay(min, max);
    }

    private @Nullable Duration delay(String name) {
        if (!pacing.has(name)) {
            pacing.error(name, "is required: pacing takes minDelay and maxDelay, or ratePerSecond");
            return null;
        }
        return pacing.duration(name, MAX_DELAY);
    }

    private @Nullable Pacing rate() {
        for (String other : List.of("minDelay", "maxDelay")) {
            if (pacing.has(other)) {
                pacing.error(other, "must be left out beside ratePerSecond");
            }
        }
        JsonNode value = Objects.requireNonNull(pacing.any("ratePerSecond"));
        if ("unlimited".equals(value.textValue())) {
            return new Pacing.Rate(Double.POSITIVE_INFINITY, MAX_IN_FLIGHT);
        }
        double rate = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(rate >= MIN_RATE) || Double.isInfinite(rate)) {
            pacing.error("ratePerSecond", "must be \"unlimited\" or a number, at least one send a day (0.0000116)");
            return null;
        }
        return new Pacing.Rate(rate, MAX_IN_FLIGHT);
    }
}
