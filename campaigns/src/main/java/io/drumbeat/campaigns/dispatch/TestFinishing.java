package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Fate;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.suppression.OptOuts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * One transaction of {@link TestSendStore#finish}. What it says of the account and of the phone is true for everybody; what it
 * says of the message is told to whoever tries it out, and trips nothing.
 */
final class TestFinishing {

    private final Handle handle;
    private final Dispatch test;
    private final FinishView view;
    private final SlotEnd slot;

    TestFinishing(Handle handle, Dispatch test, Pauses pauses, BackOff backOff) {
        this.handle = handle;
        this.test = test;
        this.view = DispatchRows.locked(handle, test.lane(), test.account(), DispatchRows.NOTHING)
                .view();
        this.slot = new SlotEnd(handle, test.account(), view.pace(), view.now(), pauses, backOff);
    }

    boolean finish(Outcome outcome, Duration sinceEnd) {
        return tell(outcome)
                .map(begun -> finish(outcome, begun, view.now().minus(sinceEnd)))
                .orElse(false);
    }

    /** Completes its line of the log, which is found no second time; returns when it began, empty where it was over. */
    private Optional<Instant> tell(Outcome outcome) {
        return handle.createQuery("""
                update campaign_log set detail = :detail, command_key = null
                where campaign_id = :campaign and command_key = :key returning at""")
                .bind("campaign", test.lane().campaign())
                .bind("key", TestSend.key(test.id()))
                .bind(
                        "detail",
                        TestSend.told(test.lane(), test.phone()) + outcome.fold(accepted -> "sent", this::words))
                .mapTo(Instant.class)
                .findOne();
    }

    private String words(Failure failure) {
        String status = failure.kind().fate() == Fate.UNCONFIRMED ? "unconfirmed" : "failed";
        return failure.message().isEmpty()
                ? "%s (%s)".formatted(status, failure.code())
                : "%s (%s): %s".formatted(status, failure.code(), failure.message());
    }

    private boolean finish(Outcome outcome, Instant begun, Instant ended) {
        slot.by(test.id(), outcome, begun, ended);
        if (outcome.kind().fate() == Fate.NOT_SENT) {
            slot.giveCapBack(begun);
            if (view.portfolio() != null) {
                Places.giveBack(handle, view.portfolio(), test);
            }
        }
        slot.bind(handle.createUpdate(SlotEnd.ACCOUNT)).execute();
        slot.tell();
        boolean blocked = outcome.fold(this::accepted, failure -> failed(failure, ended));
        return blocked || slot.hasCapAgain();
    }

    private boolean accepted(Outcome.Accepted accepted) {
        if (accepted.publishedMedia() != null) {
            new FirstSend(handle, test.lane(), test.account()).published(accepted.publishedMedia());
        }
        return false;
    }

    /** Whether it blocks the sender. */
    private boolean failed(Failure failure, Instant ended) {
        return switch (failure.consequence()) {
            case SENDER -> {
                new Breakers(handle, test.lane(), test.account()).blockSender(failure.code(), failure.message());
                yield true;
            }
            case SUPPRESS -> {
                new OptOuts(handle)
                        .refused(
                                test.phone(),
                                failure.code(),
                                ended,
                                "sender " + test.lane().sender());
                yield false;
            }
            case MEDIA -> {
                new Breakers(handle, test.lane(), test.account()).renew(test.uploadedMedia());
                yield false;
            }
            case NONE, CAMPAIGN, PUBLICATION -> false;
        };
    }
}
