package io.drumbeat.engine;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.bench.Series;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.engine.temporal.RealTemporal;
import io.drumbeat.engine.temporal.TemporalConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * Dispatches a second without pauses, and activities a second of a {@link BareLoop} of the same shape, in turns, each
 * on a Temporal server of its own: {@code in-process|dev-server [lanes] [recipients a lane] [rounds]}. The first round
 * warms up and does not count.
 */
final class DispatchBench {
    private final boolean real;
    private final int lanes;
    private final int each;

    private DispatchBench(boolean real, int lanes, int each) {
        this.real = real;
        this.lanes = lanes;
        this.each = each;
    }

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        new DispatchBench(
                        arguments[0].equals("dev-server"),
                        Series.argument(arguments, 1, 50),
                        Series.argument(arguments, 2, 40))
                .run(arguments[0], Series.argument(arguments, 3, 5));
    }

    private void run(String where, int rounds) throws Exception {
        Series ours = new Series(where + ", dispatches/s");
        Series tails = new Series(where + ", s from last send to end");
        Series bare = new Series(where + ", bare activities/s");
        for (int round = 0; round <= rounds; round++) {
            double loop = bareLoop();
            Sent sent = campaign();
            if (round > 0) {
                bare.show(lanes * each / loop);
                ours.show(lanes * each / sent.seconds());
                tails.show(sent.tail());
            }
        }
        ours.compare(bare);
    }

    private TemporalConnection connect() throws IOException {
        if (!real) {
            return TemporalConnection.inProcess(null);
        }
        Path folder = Files.createTempDirectory("drumbeat-bench");
        return TemporalConnection.devServer(RealTemporal.binary(), folder, null);
    }

    private double bareLoop() throws IOException {
        try (TemporalConnection connection = connect()) {
            long start = System.nanoTime();
            BareLoop.run(connection.client(), lanes, each);
            return Series.secondsSince(start);
        }
    }

    /**
     * A campaign's way.
     *
     * @param seconds from its start to the outcome of its last recipient
     * @param tail seconds from there until it is completed
     */
    private record Sent(double seconds, double tail) {}

    private Sent campaign() throws Exception {
        String[] senders =
                IntStream.range(0, lanes).mapToObj(i -> "sender-" + i).toArray(String[]::new);
        try (EngineFixture engine = new EngineFixture(connect(), Duration.ZERO, senders)) {
            CampaignId id = engine.campaign(lanes * each, senders);
            long start = System.nanoTime();
            engine.signals.changed(id);
            while (engine.state(id).orElseThrow().counts().sent() < (long) lanes * each) {
                Thread.sleep(20);
            }
            double sent = Series.secondsSince(start);
            while (engine.status(id) != CampaignStatus.COMPLETED) {
                Thread.sleep(20);
            }
            return new Sent(sent, Series.secondsSince(start) - sent);
        }
    }
}
