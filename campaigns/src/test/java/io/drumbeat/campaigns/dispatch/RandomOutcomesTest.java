package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign.Progress;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.control.Retry;
import io.drumbeat.campaigns.outcome.Consequence;
import io.drumbeat.campaigns.outcome.Fate;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.AccountBusy;
import io.drumbeat.campaigns.outcome.Outcome.GivenBack;
import io.drumbeat.campaigns.outcome.Outcome.Rejected;
import io.drumbeat.campaigns.outcome.Outcome.Transient;
import io.drumbeat.campaigns.outcome.Outcome.Unconfirmed;
import io.drumbeat.campaigns.outcome.Report;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever order begins, outcomes in time, late and repeated, crashes, receipts, retries and exclusions come in: no recipient is lost
 * or counted twice, lanes count what stands in the rows, and the cap what may have been sent.
 */
class RandomOutcomesTest {

    private static final int RECIPIENTS = 6;
    private static final int STEPS = 70;
    private static final String SPEC = """
            {"name": "offer", "senders": ["a", "b"], "media": {"type": "image", "url": "https://example.com/a.png"},
             "autoPause": null}""";

    @AutoClose
    private final Installation installation = Installation.with("a", "b");

    private final List<Begun> begun = new ArrayList<>();
    private final Set<UUID> brought = new HashSet<>();
    private Duration passed = Duration.ZERO;

    /** A dispatch, and what really becomes of it. */
    private record Begun(Dispatch dispatch, Outcome outcome) {

        boolean isSent() {
            return outcome.kind().fate() != Fate.NOT_SENT;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAddUpWhateverComesInWhateverOrder(long seed) {
        Random random = new Random(seed);
        CampaignId campaign = installation.campaignWith(SPEC, RECIPIENTS, "a", "b");
        for (int step = 0; step < STEPS; step++) {
            String done = step(campaign, random);
            check(campaign, "seed " + seed + ", step " + step + ": " + done);
        }
        begun.forEach(this::bring);
        sendTheRest(campaign, random);
        check(campaign, "seed " + seed + ", at its end");
        assertThat(progress(campaign).percent()).isEqualTo(100);

        installation.retry(campaign);
        check(campaign, "seed " + seed + ", begun again");
        sendTheRest(campaign, random);
        check(campaign, "seed " + seed + ", at its second end");
        Progress end = progress(campaign);
        assertThat(end.sent() + end.skipped()).isEqualTo(RECIPIENTS);
    }

    private void sendTheRest(CampaignId campaign, Random random) {
        while (installation.status(campaign).equals("running") && !installation.control.complete(campaign)) {
            goOn(campaign);
            if (installation.begin(lane(campaign, random)) instanceof Turn.Taken taken) {
                Begun last = new Begun(Installation.only(taken), new Accepted(null));
                begun.add(last);
                bring(last);
            }
        }
    }

    private String step(CampaignId campaign, Random random) {
        goOn(campaign);
        switch (random.nextInt(11)) {
            case 0, 1, 2, 3 -> {
                if (installation.begin(lane(campaign, random)) instanceof Turn.Taken taken) {
                    begun.add(new Begun(Installation.only(taken), outcome(random)));
                }
                return "begin";
            }
            case 4, 5, 6 -> {
                if (!begun.isEmpty()) {
                    bring(any(begun, random)); // in time, late, or once more
                }
                return "finish";
            }
            case 7 -> {
                installation.recovery.settleAfterCrash();
                return "crash";
            }
            case 8 -> {
                begun.stream()
                        .filter(Begun::isSent)
                        .skip(random.nextInt(begun.size() + 1))
                        .findFirst()
                        .ifPresent(one -> report(one, random));
                return "receipt";
            }
            case 9 -> {
                if (random.nextInt(RECIPIENTS) == 0) {
                    String phone = any(installation.phones(campaign), random);
                    assertThat(installation.control.exclude(campaign, List.of(phone), "marketer"))
                            .isInstanceOf(CampaignControl.Excluded.class);
                }
                return "exclusion";
            }
            default -> {
                retry(campaign, random);
                return "retry";
            }
        }
    }

    /** Slots are free, troubles over, and a pause because the first were refused alike is ended. */
    private void goOn(CampaignId campaign) {
        passed = passed.plusMinutes(6);
        installation.database.shiftClock(passed);
        installation.control.apply(campaign, Command.RESUME, "operator", null, null);
    }

    private LaneId lane(CampaignId campaign, Random random) {
        return installation.lane(campaign, random.nextBoolean() ? "a" : "b");
    }

    private static Outcome outcome(Random random) {
        return any(
                List.of(
                        new Accepted("m" + random.nextInt()),
                        new Accepted(null),
                        new Rejected("131026", "undeliverable", false),
                        new Unconfirmed("timeout", "no answer"),
                        new Transient("131000", "try again", Outcome.Retry.USUAL),
                        new AccountBusy("429", "slow down", null),
                        new GivenBack("nothing had left")),
                random);
    }

    private static <T> T any(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private void bring(Begun one) {
        brought.add(one.dispatch.id());
        installation.finish(one.dispatch, one.outcome);
    }

    private void report(Begun one, Random random) {
        Report report = any(
                List.of(
                        new Report.Taken(null, random.nextBoolean()),
                        new Report.Taken("r" + random.nextInt(), random.nextBoolean()),
                        new Report.Failed(Consequence.NONE, "131026", "undeliverable")),
                random);
        installation.reports.learn(one.dispatch.id(), report, Duration.ZERO);
    }

    private void retry(CampaignId campaign, Random random) {
        Retry what = new Retry(
                any(List.of(Retry.POSSIBLE, Set.of(Status.FAILED), Set.of(Status.UNCONFIRMED)), random),
                any(List.of(Set.of(), Set.of("131026", Finishing.PROCESS_ENDED)), random));
        assertThat(installation.control.retry(campaign, what, "operator")).isInstanceOf(CampaignControl.Applied.class);
    }

    private Progress progress(CampaignId campaign) {
        return Bookkeeping.progress(installation, campaign);
    }

    private void check(CampaignId campaign, String when) {
        Bookkeeping.assertAddsUp(installation, campaign, RECIPIENTS, when);
        long maySent = begun.stream()
                .filter(one -> one.isSent() || !brought.contains(one.dispatch.id()))
                .count();
        assertThat(installation.count("select coalesce(sum(sends), 0) from cap_use"))
                .as("the cap's use, %s", when)
                .isEqualTo(maySent);
    }
}
