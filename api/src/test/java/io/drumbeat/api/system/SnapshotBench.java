package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/**
 * What a session that holds a snapshot open, as a backup or a forgotten transaction does, costs sends and polls:
 * {@code [rate a second, 0 is unlimited] [seconds of a stretch] [seconds that it is held]}. The last stretch of that time is compared
 * with one before it, and with one after it.
 */
final class SnapshotBench {

    private static final int WARM_UP_SECONDS = 15;
    private static final int UNLIMITED_IS_AT_MOST = 6_000;

    private SnapshotBench() {}

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        int rate = Series.argument(arguments, 0, 0);
        int seconds = Series.argument(arguments, 1, 20);
        int held = Math.max(seconds, Series.argument(arguments, 2, 180));
        int all = WARM_UP_SECONDS + 3 * seconds + held;
        try (SendingJar jar = new SendingJar(rate)) {
            String campaign = jar.post(1, (rate == 0 ? UNLIMITED_IS_AT_MOST : rate) * all);
            jar.awaitSends();
            Thread.sleep(WARM_UP_SECONDS * 1000L);
            SendingJar.Stretch before = jar.stretch(seconds, campaign);
            System.out.println("before: " + before);
            SendingJar.Stretch under;
            try (Handle session = jar.session()) {
                session.begin();
                session.execute("set transaction isolation level repeatable read");
                session.execute("set local idle_in_transaction_session_timeout = 0");
                session.execute("select count(*) from campaign");
                Thread.sleep((held - seconds) * 1000L);
                under = jar.stretch(seconds, campaign);
                session.rollback();
            }
            System.out.printf(Locale.ROOT, "under a snapshot %d s old: %s%n", held, under);
            System.out.println("after: " + jar.stretch(seconds, campaign));
            System.out.printf(
                    Locale.ROOT,
                    "ratio of what is sent under it to before: %.2f; of what a send costs: %.2f%n",
                    under.perSecond() / before.perSecond(),
                    (under.workerMicros() + under.databaseMicros())
                            / (before.workerMicros() + before.databaseMicros()));
        }
    }
}
