package io.drumbeat.campaigns.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {

    private static Optional<Instant> awakeFrom(String hours, String at, String... zones) {
        String[] fromTo = hours.split("-", 2);
        return new QuietHours(LocalTime.parse(fromTo[0]), LocalTime.parse(fromTo[1]), null)
                .awakeFrom(instant(at), Arrays.stream(zones).map(ZoneId::of).toList());
    }

    private static Instant instant(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }

    /** Germany put its clocks on from 02:00 to 03:00 on 29 March 2026, and back from 03:00 to 02:00 on 25 October. */
    @ParameterizedTest
    @CsvSource({
        "21:00-09:00, 2026-01-10T20:59:57+01:00, ",
        "21:00-09:00, 2026-01-10T20:59:58+01:00, 2026-01-11T09:00:00+01:00",
        "21:00-09:00, 2026-01-10T21:00:00+01:00, 2026-01-11T09:00:00+01:00",
        "21:00-09:00, 2026-01-10T00:00:00+01:00, 2026-01-10T09:00:00+01:00",
        "21:00-09:00, 2026-01-10T09:00:00+01:00, ",
        "12:00-14:00, 2026-01-10T13:00:00+01:00, 2026-01-10T14:00:00+01:00",
        "12:00-14:00, 2026-01-10T15:00:00+01:00, ",
        "21:00-09:00, 2026-03-28T22:00:00+01:00, 2026-03-29T09:00:00+02:00",
        "21:00-02:30, 2026-03-28T22:00:00+01:00, 2026-03-29T03:00:00+02:00",
        "02:00-03:00, 2026-03-29T01:59:59+01:00, ",
        "02:30-05:00, 2026-03-29T01:59:59+01:00, 2026-03-29T05:00:00+02:00",
        "21:00-09:00, 2026-10-24T22:00:00+02:00, 2026-10-25T09:00:00+01:00",
        "21:00-02:30, 2026-10-25T01:00:00+02:00, 2026-10-25T02:30:00+02:00",
        "21:00-02:30, 2026-10-25T02:59:59+02:00, 2026-10-25T02:30:00+01:00",
        "02:15-02:45, 2026-10-25T02:20:00+02:00, 2026-10-25T02:45:00+02:00",
        "02:15-02:45, 2026-10-25T02:20:00+01:00, 2026-10-25T02:45:00+01:00",
    })
    void shouldEndToTheSecondWhateverTheClocksDo(String hours, String at, @Nullable String end) {
        assertThat(awakeFrom(hours, at, "Europe/Berlin")).contains(instant(Objects.requireNonNullElse(end, at)));
    }

    @Test
    void shouldWaitForAllZonesWhenThereAreSeveral() {
        assertThat(awakeFrom("21:00-09:00", "2026-01-10T10:00:00+01:00", "Europe/Berlin", "America/New_York"))
                .as("9 h in New York, 15 h in Berlin")
                .contains(instant("2026-01-10T14:00:00Z"));
        assertThat(awakeFrom("21:00-09:00", "2026-01-10T20:30:00Z", "Europe/Berlin", "America/New_York"))
                .contains(instant("2026-01-11T14:00:00Z"));
    }

    @Test
    void shouldNeverBeAwakeWhereOneZoneAlwaysSleeps() {
        assertThat(awakeFrom(
                        "20:00-10:00", "2026-01-10T10:00:00Z", "Europe/Moscow", "Asia/Kamchatka", "Pacific/Honolulu"))
                .isEmpty();
    }

    @Test
    void shouldBeAwakeAtOnceWhereThereIsNoZone() {
        Instant now = instant("2026-01-10T10:00:00Z");

        assertThat(new QuietHours(LocalTime.MIN, LocalTime.NOON, null).awakeFrom(now, List.of()))
                .contains(now);
    }
}
