package io.drumbeat.api.system.chaos;

import static io.drumbeat.api.system.chaos.SampleHistory.BULK;
import static io.drumbeat.api.system.chaos.SampleHistory.CALM;
import static io.drumbeat.api.system.chaos.SampleHistory.MILLI;
import static io.drumbeat.api.system.chaos.SampleHistory.SECOND;
import static io.drumbeat.api.system.chaos.SampleHistory.answered;
import static io.drumbeat.api.system.chaos.SampleHistory.later;
import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.system.chaos.History.Answer;
import io.drumbeat.api.system.chaos.History.Call;
import io.drumbeat.api.system.chaos.History.Command;
import io.drumbeat.api.system.chaos.History.Fault;
import io.drumbeat.api.system.chaos.History.Poll;
import io.drumbeat.api.system.chaos.History.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories that were tampered with, one for each rule and each way to break it. */
class HistoryCheckerTest {

    private final SampleHistory sample = new SampleHistory();

    private List<Rule> broken() {
        return HistoryChecker.check(sample.history()).stream()
                .map(Violation::rule)
                .distinct()
                .toList();
    }

    private String evidence() {
        return String.valueOf(HistoryChecker.check(sample.history()));
    }

    @Test
    void shouldFindNothingWhereAllIsWell() {
        assertThat(HistoryChecker.check(sample.history())).isEmpty();
    }

    @Test
    void shouldFindARecipientWhoWasSentToTwice() {
        sample.requests.add(later(sample.request("c4"), 26 * SECOND));
        sample.requests.remove(sample.request("c19"));
        sample.endings.put("c19", "skipped");
        assertThat(broken()).contains(Rule.SENT_ONCE);
        assertThat(evidence())
                .contains("SENT_ONCE at 30.000 s: c4 was sent to by slow at 4.000 s (ACCEPTED), and again");
    }

    /** That the vendor had not passed it on is luck: its client could not know. */
    @Test
    void shouldFindAnUnansweredSendThatWasRepeated() {
        sample.replace(answered(sample.request("b7"), Answer.UNCERTAIN, false));
        sample.requests.add(answered(later(sample.request("b7"), 20 * SECOND), Answer.ACCEPTED, true));
        assertThat(broken()).containsExactly(Rule.SENT_ONCE);
    }

    @Test
    void shouldFindNothingInARefusedSendThatWasRepeated() {
        sample.requests.add(later(sample.request("b3"), 20 * SECOND));
        assertThat(broken()).isEmpty();
    }

    @Test
    void shouldFindTheSecondSendAPersonAskedForOnce() {
        sample.calls.add(new Call(BULK, Command.RETRY_UNCONFIRMED, 11 * SECOND, 12 * SECOND, 200));
        sample.requests.add(later(sample.request("b7"), 20 * SECOND));
        assertThat(broken()).isEmpty();
        sample.requests.add(later(sample.request("b7"), 25 * SECOND));
        assertThat(broken()).containsExactly(Rule.SENT_ONCE);
    }

    @Test
    void shouldNotTakeAPlainRetryForAnOrderToSendTwice() {
        sample.calls.add(new Call(BULK, Command.RETRY, 11 * SECOND, 12 * SECOND, 200));
        sample.requests.add(later(sample.request("b7"), 20 * SECOND));
        assertThat(broken()).containsExactly(Rule.SENT_ONCE);
    }

    @Test
    void shouldFindSomebodyWhoIsOnNoList() {
        sample.requests.add(new Request("fast", "x", 15 * SECOND, 16 * SECOND, Answer.REFUSED, false));
        assertThat(broken()).containsExactly(Rule.NOBODY_ELSE);
    }

    @Test
    void shouldFindASendThatBeganAfterPauseHadAnswered() {
        sample.replace(later(sample.request("c9"), 5 * SECOND));
        assertThat(broken()).containsExactly(Rule.PAUSE_HOLDS);
        assertThat(evidence()).contains("at 14.000 s", "4.300 s after PAUSE of calm had answered at 9.700 s");
    }

    @Test
    void shouldFindASendThatBeganAfterCancelHadAnswered() {
        sample.calls.add(new Call(CALM, Command.CANCEL, 27_500 * MILLI, 28_500 * MILLI, 200));
        assertThat(broken()).containsExactly(Rule.PAUSE_HOLDS);
    }

    @Test
    void shouldNotAskOfAPauseThatDidNotAnswerThatItHold() {
        sample.calls.set(0, new Call(CALM, Command.PAUSE, 9_500 * MILLI, 9_700 * MILLI, 0));
        sample.replace(later(sample.request("c9"), 5 * SECOND));
        assertThat(broken()).isEmpty();
    }

    /** The API was frozen: it carries the resume out later than the pause that came after it. */
    @Test
    void shouldKnowThatAnUnansweredResumeMayComeLater() {
        sample.calls.add(new Call(CALM, Command.RESUME, 2 * SECOND, 8 * SECOND, 0));
        sample.replace(later(sample.request("c9"), 5 * SECOND));
        assertThat(broken()).isEmpty();
    }

    @Test
    void shouldKnowThatARefusedResumeLetsNothingGoOn() {
        sample.calls.add(new Call(CALM, Command.RESUME, 10 * SECOND, 11 * SECOND, 409));
        sample.replace(later(sample.request("c9"), 5 * SECOND));
        assertThat(broken()).containsExactly(Rule.PAUSE_HOLDS);
    }

    @Test
    void shouldFindAPauseBetweenSendsThatIsTooShort() {
        sample.replace(later(sample.request("c4"), -500 * MILLI));
        assertThat(broken()).contains(Rule.GAP_KEPT);
        assertThat(evidence()).contains("slow to c4 began 0.400 s after the end of the one before, not 0.500 s");
    }

    @Test
    void shouldJudgeNoPauseWhileTheClockThatCountsItIsWrong() {
        sample.replace(later(sample.request("c4"), -500 * MILLI));
        sample.faults.add(new Fault("clock", 3 * SECOND, 4 * SECOND, false, true));
        assertThat(broken()).isEmpty();
        sample.replace(later(sample.request("c14"), -500 * MILLI));
        assertThat(broken()).contains(Rule.GAP_KEPT);
    }

    @Test
    void shouldFindASendBesideALongOne() {
        Request c3 = sample.request("c3");
        sample.replace(new Request("slow", "c3", c3.begun(), c3.begun() + 4_950 * MILLI, Answer.ACCEPTED, true));
        assertThat(broken()).contains(Rule.GAP_KEPT, Rule.IN_FLIGHT_KEPT);
    }

    @Test
    void shouldFindACampaignsPauseThatIsTooShortWhereTheSendersIsNot() {
        sample.replace(later(sample.request("c4"), -200 * MILLI));
        assertThat(broken()).containsExactly(Rule.CAMPAIGN_GAP_KEPT);
    }

    @Test
    void shouldFindSendsThatBeatTheirRate() {
        for (int i = 20; i < 40; i++) {
            Request request = sample.request("b" + i);
            sample.replace(later(request, 30 * SECOND - 180 * MILLI * (i - 20)));
        }
        assertThat(broken()).contains(Rule.RATE_KEPT);
    }

    @Test
    void shouldFindMoreSendsOnThanMayBe() {
        Request b9 = sample.request("b9");
        sample.replace(new Request("fast", "b9", b9.begun(), b9.begun() + SECOND, Answer.ACCEPTED, true));
        assertThat(broken()).containsExactly(Rule.IN_FLIGHT_KEPT);
        assertThat(evidence()).contains("3 sends of fast were on, not 2");
    }

    @Test
    void shouldFindADailyCapThatWasBeaten() {
        Request last = later(sample.request("c19"), 5 * SECOND);
        sample.requests.add(new Request("slow", "b3", last.begun(), last.ended(), Answer.ACCEPTED, true));
        sample.endings.put("b3", "sent");
        sample.polls.add(new Poll(BULK, 50 * SECOND, 40, Map.of("sent", 39, "unconfirmed", 1)));
        assertThat(broken()).containsExactly(Rule.DAILY_CAP_KEPT);
        assertThat(evidence()).contains("21 sends of slow in a day, not 20");
    }

    @Test
    void shouldFindAPortfolioThatWasBeaten() {
        sample.replace(answered(sample.request("b3"), Answer.ACCEPTED, true));
        sample.endings.put("b3", "sent");
        sample.polls.add(new Poll(BULK, 50 * SECOND, 40, Map.of("sent", 39, "unconfirmed", 1)));
        assertThat(broken()).containsExactly(Rule.PORTFOLIO_KEPT);
    }

    @Test
    void shouldFindASendInTheSendersQuietHoursAndInTheCampaigns() {
        sample.replace(later(sample.request("c19"), 22 * SECOND));
        assertThat(broken()).containsExactly(Rule.QUIET_KEPT);
        assertThat(evidence()).contains("in the quiet hours of sender slow");
        sample.replace(later(sample.request("c19"), 12 * SECOND));
        assertThat(evidence()).contains("in the quiet hours of campaign calm");
    }

    @Test
    void shouldFindCountsThatDoNotAddUp() {
        sample.polls.add(new Poll(BULK, 2 * SECOND, 40, Map.of("pending", 30, "sending", 1, "sent", 8)));
        sample.polls.add(new Poll(BULK, 3 * SECOND, 39, Map.of("pending", 30, "sending", 1, "sent", 8)));
        sample.polls.add(new Poll(BULK, 4 * SECOND, 40, Map.of("pending", 41, "sent", -1)));
        assertThat(HistoryChecker.check(sample.history()))
                .extracting(Violation::rule)
                .containsExactly(Rule.COUNTS_ADD_UP, Rule.COUNTS_ADD_UP, Rule.COUNTS_ADD_UP);
    }

    @Test
    void shouldFindCountsThatAreNotThoseOfTheRecipients() {
        sample.polls.add(new Poll(BULK, 50 * SECOND, 40, Map.of("sent", 39, "unconfirmed", 1)));
        assertThat(broken()).containsExactly(Rule.COUNTS_TRUE);
        sample.polls.clear();
        assertThat(broken()).containsExactly(Rule.COUNTS_TRUE);
    }

    @Test
    void shouldFindWhoWasLost() {
        sample.endings.remove("c4");
        sample.endings.put("c5", "pending");
        assertThat(broken()).contains(Rule.NOBODY_LOST);
        assertThat(evidence()).contains("NOBODY_LOST at the end: c4 ends as []", "c5 ends as [Ending[");
    }

    @Test
    void shouldFindEndingsThatTheVendorKnowsBetter() {
        sample.endings.put("c4", "failed");
        sample.endings.put("c5", "skipped");
        sample.endings.put("b3", "sent");
        assertThat(broken()).contains(Rule.ENDING_TRUE);
        assertThat(evidence()).contains("c4 ends as failed after", "c5 ends as skipped after", "b3 ends as sent after");
    }

    @Test
    void shouldFindWhoIsUnconfirmedAndWasNotOnAtAnyFault() {
        sample.endings.put("c15", "unconfirmed");
        assertThat(broken()).contains(Rule.UNCONFIRMED_IN_FLIGHT);
        assertThat(evidence()).contains("c15 is unconfirmed, and no fault was near");
    }

    @Test
    void shouldFindWhoIsUnconfirmedThoughTheFaultInterruptsNothing() {
        sample.endings.put("c15", "unconfirmed");
        sample.faults.add(new Fault("SIGTERM", 25 * SECOND, 26 * SECOND, false, false));
        assertThat(evidence()).contains("c15 is unconfirmed, and no fault was near");
        sample.faults.add(new Fault("PostgreSQL away", 24 * SECOND, 27 * SECOND, false, false));
        assertThat(evidence()).doesNotContain("c15 is unconfirmed");
    }

    @Test
    void shouldFindMoreUnconfirmedThanCanHaveBeenOn() {
        for (int i = 0; i < 4; i++) {
            sample.endings.put("c" + i, "unconfirmed");
        }
        assertThat(broken()).contains(Rule.UNCONFIRMED_IN_FLIGHT);
        assertThat(evidence()).contains("4 are unconfirmed, and 3 can have been on at the faults");
    }
}
