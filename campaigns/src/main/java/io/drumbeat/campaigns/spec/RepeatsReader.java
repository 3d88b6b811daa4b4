package io.drumbeat.campaigns.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.json.JsonFields;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Repeats} as they stand in a spec. */
final class RepeatsReader {

    private static final String NOT_WITHIN = "notWithin";
    private static final String ON_UNCONFIRMED = "onUnconfirmed";
    private static final String RETRY_REPORTED = "retryReported";
    private static final String ALLOW_REPEAT = "allowRepeat";
    private static final String RESEND = "resend";
    private static final String HOLD = "hold";

    /** What was sent is kept for at least so long, since vendors report on it. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final int MOST_TIMES = 100;

    private final JsonFields fields;

    RepeatsReader(JsonFields fields) {
        this.fields = fields;
    }

    Repeats read() {
        Duration notWithin = positive(fields, NOT_WITHIN, LONGEST);
        String onUnconfirmed = fields.text(ON_UNCONFIRMED);
        if (onUnconfirmed != null && !onUnconfirmed.equals(HOLD) && !onUnconfirmed.equals(RESEND)) {
            fields.error(ON_UNCONFIRMED, "must be hold or resend");
        }
        JsonFields reported = fields.object(RETRY_REPORTED);
        return new Repeats(
                notWithin,
                RESEND.equals(onUnconfirmed),
                reported == null ? null : retryReported(reported),
                Boolean.TRUE.equals(fields.bool(ALLOW_REPEAT)));
    }

    private static Repeats.@Nullable RetryReported retryReported(JsonFields fields) {
        fields.require("codes", "after", "times");
        List<String> codes = fields.has("codes")
                ? fields.requiredTexts("codes", "an error code such as 131049").stream()
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()
                : List.of();
        Duration after = positive(fields, "after", LONGEST);
        Integer times = fields.wholeNumber("times", 1, MOST_TIMES);
        fields.refuseOthers();
        return after == null || times == null ? null : new Repeats.RetryReported(codes, after, times);
    }

    private static @Nullable Duration positive(JsonFields fields, String name, Duration max) {
        Duration duration = fields.duration(name, max);
        if (duration != null && duration.isZero()) {
            fields.error(name, "must be longer than nothing");
        }
        return duration;
    }

    /** Writes them as {@link #read} reads them. */
    static void write(ObjectNode json, Repeats repeats) {
        if (repeats.notWithin() != null) {
            json.put(NOT_WITHIN, text(repeats.notWithin()));
        }
        json.put(ON_UNCONFIRMED, repeats.resends() ? RESEND : HOLD);
        Repeats.RetryReported reported = repeats.retryReported();
        if (reported != null) {
            ObjectNode written = json.putObject(RETRY_REPORTED);
            reported.codes().forEach(written.putArray("codes")::add);
            written.put("after", text(reported.after())).put("times", reported.times());
        }
        if (repeats.allowRepeat()) {
            json.put(ALLOW_REPEAT, true);
        }
    }

    /** As people write it: days, where there are several and nothing else. */
    private static String text(Duration duration) {
        long days = duration.toDays();
        return days > 1 && duration.equals(Duration.ofDays(days)) ? "P" + days + "D" : duration.toString();
    }
}
