package io.drumbeat.campaigns.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.pacing.QuietHours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is told of a sender beside what campaigns do with it. */
class SenderStateTest {

    private static final QuietHours NIGHT =
            new QuietHours(LocalTime.of(21, 0), LocalTime.of(9, 0), ZoneId.of("Asia/Kolkata"));

    @AutoClose
    private final Installation installation = new Installation();

    private SenderStore.State sender() {
        return installation.senders.find(new SenderId("a")).orElseThrow();
    }

    @Test
    void shouldBeQuietForAsLongAsItsOwnQuietHoursLast() {
        installation.sender("a", Installation.NO_DELAY, null, NIGHT);

        installation.database.freezeClock(Duration.ofHours(17)); // 22:30 in Kolkata
        assertThat(sender().status()).isEqualTo("quiet");
        assertThat(sender().obstacles().quietUntil()).isEqualTo(Instant.parse("2026-01-02T03:30:00Z"));

        installation.senders.pause(new SenderId("a"), "anna");
        assertThat(sender().status()).isEqualTo("paused");
        installation.senders.resume(new SenderId("a"), "anna");

        installation.database.freezeClock(Duration.ofHours(28));
        assertThat(sender().status()).isEqualTo("ready");
        assertThat(sender().obstacles().quietUntil()).isNull();
    }

    @Test
    void shouldKnowWhenItsVendorLastCalledBack() {
        installation.sender("a", Installation.NO_DELAY, null);
        assertThat(sender().calledBackAt()).isNull();

        installation.database.freezeClock(Duration.ofHours(3));
        installation.senders.calledBack(new SenderId("a"));
        installation.sender("a", Installation.NO_DELAY, 5); // a start with another senders.json

        assertThat(sender().calledBackAt()).isEqualTo(Instant.parse("2026-01-01T03:00:00Z"));
    }
}
