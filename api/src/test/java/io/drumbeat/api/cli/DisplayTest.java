package io.drumbeat.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DisplayTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private final StringWriter shown = new StringWriter();
    private Instant now = NOON;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    private static Progress progress(String status, int sent, String end) throws JsonProcessingException {
        return new Progress(new ObjectMapper().readTree("""
                {"status": "%s", "progress": {"total": 1000, "pending": %d, "sending": 0, "sent": %d, "delivered": 2,
                 "read": 1, "failed": 0, "unconfirmed": 0, "skipped": 0, "percent": %d, "ratePerMinute": 14.8,
                 "estimatedFinishAt": %s}}""".formatted(status, 1000 - sent, sent, sent / 10, end)));
    }

    @Test
    void shouldWriteHowFarHowFastAndUntilWhen() throws Exception {
        assertThat(progress("running", 500, "\"2026-11-30T13:05:00Z\"").bar(NOON, ZoneOffset.UTC))
                .isEqualTo("[============            ] 50.0 %  500 of 1000  14.8/min  until 13:05");
        assertThat(progress("running", 500, "\"2026-12-01T13:05:00Z\"").figures(NOON, ZoneOffset.UTC))
                .isEqualTo("50.0 %  500 of 1000  14.8/min  until 1 Dec 13:05");
        assertThat(progress("paused", 500, "null").figures(NOON, ZoneOffset.UTC))
                .isEqualTo("50.0 %  500 of 1000  paused");
    }

    @Test
    void shouldDrawOverWhatWasThereAndEndWithATableOnATerminal() throws Exception {
        Display terminal = Display.terminal(new PrintWriter(shown), clock);

        terminal.show(progress("running", 500, "null"));
        terminal.end(progress("completed", 1000, "null"));

        assertThat(shown.toString())
                .startsWith("\r[============            ] 50.0 %  500 of 1000  14.8/min\u001b[K"
                        + "\r[========================] 100.0 %  1000 of 1000  completed\u001b[K\n");
        assertThat(shown.toString().lines().skip(3))
                .containsExactly(
                        "sent              1,000",
                        "  delivered           2",
                        "  read                1",
                        "failed                0",
                        "unconfirmed           0",
                        "skipped               0",
                        "total             1,000",
                        "completed");
    }

    @Test
    void shouldWriteALineAtEachChangeOfStatusAndOthersNowAndThen() throws Exception {
        Display lines = Display.lines(new PrintWriter(shown), clock);

        lines.show(progress("running", 100, "null"));
        lines.show(progress("running", 200, "null"));
        now = NOON.plusSeconds(4);
        lines.show(progress("running", 300, "null"));
        now = NOON.plusSeconds(5);
        lines.show(progress("running", 400, "null"));
        lines.show(progress("paused", 400, "null"));
        now = NOON.plusSeconds(20);
        lines.show(progress("paused", 400, "null"));
        lines.end(progress("completed", 1000, "null"));

        assertThat(shown.toString().lines())
                .containsExactly(
                        "10.0 %  100 of 1000  14.8/min",
                        "40.0 %  400 of 1000  14.8/min",
                        "40.0 %  400 of 1000  paused",
                        "1000 sent (2 delivered, 1 read), 0 failed, 0 unconfirmed, 0 skipped, of 1000",
                        "completed");
    }
}
