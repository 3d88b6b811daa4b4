package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.workflow.DispatchResult;
import io.drumbeat.engine.workflow.DispatchResult.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TallyTest {

    private static final Outcome SENT = new Outcome.Accepted("id");
    private static final Outcome REFUSED = new Outcome.Rejected("131026", "not on WhatsApp", false);

    private final Tally tally = new Tally();

    private void settled(Outcome outcome, long... lines) {
        for (long line : lines) {
            tally.begins(line);
            tally.settled(line, outcome);
        }
    }

    @Test
    void shouldSayNothingBeforeTheFirst() {
        assertThat(tally.progress()).isNull();
        assertThat(tally.result(Duration.ZERO)).isEqualTo(DispatchResult.without(Kind.NOT_YET, 0L, null));
    }

    @Test
    void shouldSayOfOneWhatBecameOfIt() {
        settled(REFUSED, 12);

        assertThat(tally.result(Duration.ofSeconds(4)))
                .isEqualTo(new DispatchResult(Kind.SETTLED, 4000L, 12L, "rejected 131026", null));
    }

    @Test
    void shouldNameTheLinesOfEachOutcome() {
        settled(SENT, 12, 14, 13);
        settled(REFUSED, 20);
        settled(SENT, 41, 40, 13);

        assertThat(tally.result(Duration.ZERO).outcome())
                .isEqualTo("6 sent (lines 12-14, 40-41), 1 rejected (line 20)");
        assertThat(tally.with(DispatchResult.without(Kind.GATED, null, "paused"))
                        .row())
                .isEqualTo(13);
    }

    @Test
    void shouldSayWhereItIs() {
        tally.begins(12);
        assertThat(tally.progress()).isEqualTo("line 12");

        settled(SENT, 12);
        tally.begins(13);
        assertThat(tally.progress()).isEqualTo("line 13; until now 1 sent (line 12)");
    }

    /** A history holds it. */
    @Test
    void shouldStayShortHoweverManyThereAre() {
        for (long line = 0; line < 100_000; line += 2) {
            settled(SENT, line);
        }

        assertThat(tally.result(Duration.ZERO).outcome())
                .startsWith("50000 sent (lines 0, 2, ")
                .hasSizeLessThan(100);
    }
}
