package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.TestSendStore;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.publish.Publisher;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.drumbeat.engine.workflow.PublishResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sends messages by which somebody tries a campaign out, while they wait for what comes of it (docs/protocol.md#test-send-once).
 * Safe to use from many threads.
 */
public final class TestSends implements AutoCloseable {

    /** Each holds a thread of the server while it waits. */
    private static final int AT_A_TIME = 8;

    /** As long as a send may take that has begun when the process is to end. */
    private static final Duration LAST_SEND = Duration.ofSeconds(35);

    private final Tools tools;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    /**
     * What all of them share.
     *
     * @param publisher {@link Publisher#ensure}, of one with {@link TestPublishing}
     * @param senders those that this process can reach
     * @param patience how long one waits for a slot
     * @param process names this one
     * @param closing is open once nothing new is to begin
     */
    record Tools(
            TestSendStore store,
            CampaignContents contents,
            Function<LaneId, PublishResult> publisher,
            ConnectedSenders senders,
            CampaignSignals signals,
            Ticker ticker,
            Duration patience,
            String process,
            CountDownLatch closing) {}

    /** As {@link Tools} says. */
    public TestSends(
            TestSendStore store,
            CampaignContents contents,
            Function<LaneId, PublishResult> publisher,
            ConnectedSenders senders,
            CampaignSignals signals,
            Ticker ticker,
            Duration patience,
            String process) {
        this.tools = new Tools(
                store, contents, publisher, senders, signals, ticker, patience, process, new CountDownLatch(1));
    }

    /**
     * A message that is wanted.
     *
     * @param senders the campaign's, in its order
     * @param phone E.164
     * @param variables the values of the texts' placeholders, and whatever stands behind them
     * @param actor who wants it
     */
    public record Wanted(
            CampaignId campaign, List<SenderId> senders, String phone, List<String> variables, String actor) {
        public Wanted {
            senders = List.copyOf(senders);
            variables = List.copyOf(variables);
        }

        /** Leaves out phone and variables: this may reach a log. */
        @Override
        public String toString() {
            return "Wanted[" + campaign + "]";
        }
    }

    /**
     * Sends {@code wanted} by the first of its senders that can send, once at most; returns once that is over. Waits for a slot
     * for as long as the patience lasts, and for the media to be published.
     */
    public TestAnswer send(Wanted wanted) throws InterruptedException {
        if (!places.tryAcquire()) {
            return new TestAnswer.NotNow("Too many test messages are on at once.", Duration.ofSeconds(1));
        }
        try {
            return new TestAttempt(tools, wanted).run();
        } finally {
            places.release();
        }
    }

    /** Ends every wait, and lets the sends that are on end. Safe to call twice. */
    @Override
    public void close() {
        tools.closing().countDown();
        try {
            if (places.tryAcquire(AT_A_TIME, LAST_SEND.toNanos(), TimeUnit.NANOSECONDS)) {
                places.release(AT_A_TIME);
            }
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
    }
}
