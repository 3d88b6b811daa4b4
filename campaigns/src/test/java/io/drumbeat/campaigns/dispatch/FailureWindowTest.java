package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.outcome.Fate;
import io.drumbeat.campaigns.outcome.Verdict;
import io.drumbeat.campaigns.spec.CampaignSpec.AutoPause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureWindowTest {

    private static final Verdict SENT = Verdict.sent("id");
    private static final AutoPause HALF_OF_FOUR = new AutoPause(0.5, 4);

    /** What its definition says, of all outcomes; the window itself skips sent ones that it need not look at. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldTripWithTheVeryOutcomeThatItsDefinitionNames(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            AutoPause autoPause = new AutoPause((1 + random.nextInt(10)) / 10.0, 1 + random.nextInt(20));
            double badShare = random.nextDouble();
            List<Verdict> outcomes = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                outcomes.add(random.nextDouble() < badShare ? bad(random) : SENT);
            }
            assertThat(tripsAfter(outcomes, autoPause))
                    .as("%s %s", autoPause, outcomes)
                    .isEqualTo(byDefinition(outcomes, autoPause));
        }
    }

    private static Verdict bad(Random random) {
        return random.nextInt(3) == 0 ? Verdict.unconfirmed("u", "?") : Verdict.failed("f" + random.nextInt(2), "no");
    }

    private static Optional<Integer> tripsAfter(List<Verdict> outcomes, AutoPause autoPause) {
        FailureWindow window = FailureWindow.EMPTY;
        for (int i = 0; i < outcomes.size(); i++) {
            window = window.with(outcomes.get(i));
            if (window.enough() || !outcomes.get(i).isSent()) {
                if (window.trips(autoPause, Optional::empty).isPresent()) {
                    return Optional.of(i);
                }
                window = window.keptFor(autoPause);
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> byDefinition(List<Verdict> outcomes, AutoPause autoPause) {
        for (int i = 0; i < outcomes.size(); i++) {
            List<Verdict> so = outcomes.subList(0, i + 1);
            boolean alike = so.size() >= 10
                    && so.stream().map(Verdict::code).distinct().count() == 1
                    && so.stream().allMatch(one -> one.fate() == Fate.FAILED);
            List<Verdict> last = so.subList(Math.max(0, so.size() - autoPause.window()), so.size());
            long bad = last.stream().filter(one -> !one.isSent()).count();
            boolean tooMany = last.size() == autoPause.window() && bad >= autoPause.failureRate() * autoPause.window();
            if (alike || tooMany) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Two finishes were written at the same moment: the sent one had not seen yet that it would be the one to look. */
    @Test
    void shouldTripWithTheNextOneWhenTheOneThatFilledItWasNotLookedAt() {
        FailureWindow window = FailureWindow.EMPTY
                .with(Verdict.failed("f", "no"))
                .with(Verdict.failed("g", "no"))
                .with(SENT)
                .keptFor(HALF_OF_FOUR);

        FailureWindow later = window.with(SENT).with(SENT);

        assertThat(later.trips(HALF_OF_FOUR, Optional::empty))
                .contains("2 of the last 4 recipients failed or are unconfirmed.");
    }
}
