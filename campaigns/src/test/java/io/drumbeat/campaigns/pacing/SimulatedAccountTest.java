package io.drumbeat.campaigns.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulatedAccountTest {

    private static final Instant NOW = Instant.parse("2026-12-01T09:00:00Z");

    /** Each of five hundred campaigns on one number was played through once for every send of each other one. */
    @Test
    void shouldTakeAsManyStepsHoweverManyCampaignsShareTheNumber() {
        assertThat(steps(500, null)).isEqualTo(steps(2, null));
        assertThat(steps(500, new DailyCap(100_000, List.of())))
                .as("a minute's sends at a time, fifteen")
                .isLessThan(20 * steps(2, null));
    }

    /** Until it has sent to a hundred, one by one. */
    private static int steps(int campaigns, @Nullable DailyCap cap) {
        SimulatedRecipients recipients = new SimulatedRecipients(ZonedRecipients.of(100, null), NOW);
        Share share = new Share(NOW, Duration.ofSeconds(4), Duration.ZERO, List.of(), campaigns - 1, cap, null);
        SimulatedAccount account = new SimulatedAccount(0, share, NOW, recipients, null);
        int steps = 0;
        while (recipients.left() > 0) {
            account.send(1, (number, first, interval, sends) -> {});
            steps++;
        }
        return steps;
    }
}
