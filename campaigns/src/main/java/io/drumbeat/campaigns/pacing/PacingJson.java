package io.drumbeat.campaigns.pacing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.json.JsonFields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Pacing as JSON: {@code minDelay} and {@code maxDelay}, or {@code ratePerSecond}; and {@code rest}. */
public enum PacingJson {
    /** Of a sender, which also has {@code maxInFlight} beside a rate, and a usual pacing where it says nothing. */
    SENDER,
    /** Of a campaign: it limits how fast it sends, not how many of its senders' sends are in flight. */
    CAMPAIGN;

    private static final String MIN_DELAY = "minDelay";
    private static final String MAX_DELAY = "maxDelay";
    private static final String RATE = "ratePerSecond";
    private static final String IN_FLIGHT = "maxInFlight";
    private static final String REST = "rest";
    private static final String AFTER = "after";
    private static final String FOR = "for";
    private static final String UNLIMITED = "unlimited";

    private static final Duration LONGEST_DELAY = Duration.ofDays(1);
    private static final double SLOWEST = 1.0 / LONGEST_DELAY.toSeconds();
    private static final int USUAL_IN_FLIGHT = 64;

    /** The pacing that {@code pacing} says; null where it is wrong, which is then among its errors. */
    public @Nullable Pacing read(JsonFields pacing) {
        Pacing read = form(pacing);
        JsonFields restFields = pacing.object(REST);
        Rest rest = restFields == null ? null : rest(restFields);
        pacing.refuseOthers();
        return read == null || rest == null
                ? read
                : read.fold(
                        delay -> new Pacing.Delay(delay.min(), delay.max(), rest),
                        rate -> new Pacing.Rate(rate.perSecond(), rate.maxInFlight(), rest));
    }

    private static @Nullable Rest rest(JsonFields rest) {
        rest.require(AFTER, FOR);
        Integer after = rest.wholeNumber(AFTER, 1, Integer.MAX_VALUE);
        Duration length = rest.duration(FOR, LONGEST_DELAY);
        rest.refuseOthers();
        if (length != null && length.isZero()) {
            rest.error(FOR, "must be more than PT0S");
            return null;
        }
        return after == null || length == null ? null : new Rest(after, length);
    }

    private @Nullable Pacing form(JsonFields pacing) {
        if (pacing.has(RATE)) {
            return rate(pacing, RATE);
        }
        if (this == SENDER && pacing.has(IN_FLIGHT)) {
            return rate(pacing, IN_FLIGHT);
        }
        boolean silent = !pacing.has(MIN_DELAY) && !pacing.has(MAX_DELAY);
        return this == SENDER && silent ? Pacing.DEFAULT : delay(pacing);
    }

    /** @param sign the field that shows that it is a rate */
    private @Nullable Pacing rate(JsonFields pacing, String sign) {
        for (String other : new String[] {MIN_DELAY, MAX_DELAY}) {
            if (pacing.has(other)) {
                pacing.error(other, "must be left out beside " + sign);
            }
        }
        Integer inFlight = this == SENDER ? pacing.wholeNumber(IN_FLIGHT, 1, Pacing.Rate.MAX_IN_FLIGHT) : null;
        Double perSecond = perSecond(pacing);
        if (perSecond == null) {
            return null;
        }
        int usual = this == SENDER ? USUAL_IN_FLIGHT : Pacing.Rate.MAX_IN_FLIGHT;
        return new Pacing.Rate(perSecond, inFlight == null ? usual : inFlight);
    }

    private static @Nullable Double perSecond(JsonFields pacing) {
        JsonNode value = pacing.any(RATE);
        if (value == null) {
            pacing.error(RATE, "is required beside " + IN_FLIGHT);
            return null;
        }
        if (UNLIMITED.equals(value.textValue())) {
            return Double.POSITIVE_INFINITY;
        }
        if (value.isNumber() && value.doubleValue() >= SLOWEST && Double.isFinite(value.doubleValue())) {
            return value.doubleValue();
        }
        pacing.error(RATE, "must be \"unlimited\" or a number, at least one send a day (0.0000116)");
        return null;
    }

    private static @Nullable Pacing delay(JsonFields pacing) {
        for (String name : new String[] {MIN_DELAY, MAX_DELAY}) {
            if (!pacing.has(name)) {
                pacing.error(name, "is required: pacing takes minDelay and maxDelay, or ratePerSecond");
            }
        }
        Duration min = pacing.duration(MIN_DELAY, LONGEST_DELAY);
        Duration max = pacing.duration(MAX_DELAY, LONGEST_DELAY);
        if (min == null || max == null) {
            return null;
        }
        if (min.compareTo(max) > 0) {
            pacing.error(MIN_DELAY, "must not be longer than maxDelay");
            return null;
        }
        return new Pacing.Delay(min, max);
    }

    /** What {@link #read} reads as {@code pacing}. */
    public ObjectNode write(Pacing pacing) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        pacing.fold(
                delay -> json.put(MIN_DELAY, delay.min().toString())
                        .put(MAX_DELAY, delay.max().toString()),
                rate -> {
                    if (Double.isInfinite(rate.perSecond())) {
                        json.put(RATE, UNLIMITED);
                    } else {
                        json.put(RATE, rate.perSecond());
                    }
                    return this == SENDER ? json.put(IN_FLIGHT, rate.maxInFlight()) : json;
                });
        Rest rest = pacing.rest();
        if (rest != null) {
            json.putObject(REST).put(AFTER, rest.after()).put(FOR, rest.length().toString());
        }
        return json;
    }
}
