package io.drumbeat.engine.gateway.callback;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as vendors write them in callbacks: seconds or milliseconds since the epoch, or ISO-8601 with an offset. */
public final class VendorTime {

    /** What a database can hold. */
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private VendorTime() {}

    /** The time that {@code text} names, empty where it names none. */
    public static Optional<Instant> parse(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.matches("[0-9]{9,11}")) {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
        }
        if (text.matches("[0-9]{12,14}")) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(time -> time.isAfter(Instant.EPOCH) && time.isBefore(LATEST));
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }
}
