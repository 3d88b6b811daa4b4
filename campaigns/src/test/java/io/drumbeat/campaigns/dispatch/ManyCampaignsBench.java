package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.bench.Series;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.LaneWait;
import io.drumbeat.campaigns.campaign.LaneWaits;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.monitoring.Monitoring;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.trimming.Trimming;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the stores alone take where many campaigns run on the same numbers: {@code turns|looks|numbers [rounds] [how many]…}.
 * With {@code turns}, begin, finish and ask of so many that all wait for a slot of one number, in turns; with {@code looks},
 * whatever looks at all of them, each on ten numbers with a daily cap that have sent all day; with {@code numbers}, whatever
 * looks at five campaigns on so many of these numbers.
 */
final class ManyCampaignsBench {

    private static final int NUMBERS = 10;
    private static final int CAMPAIGNS = 5;
    private static final int CAP = 2000;
    private static final int WARM_UP = 3;

    /** Of what is over, more than there are. */
    private static final int PIECES = 500;

    /** Begins and finishes of a number in a round. */
    private static final int SENDS = 20;

    private static final String SPEC = """
            {"name": "bench", "senders": [%s], "media": {"type": "image", "caption": "Dear {{name}}", "url": "https://example.org/a.png"}}""";

    private final int rounds;

    private ManyCampaignsBench(int rounds) {
        this.rounds = rounds;
    }

    /** Prints what it measures. */
    public static void main(String[] arguments) {
        String what = arguments.length == 0 ? "turns" : arguments[0];
        ManyCampaignsBench bench = new ManyCampaignsBench(Series.argument(arguments, 1, 20));
        List<Integer> sizes = arguments.length > 2
                ? Stream.of(arguments).skip(2).map(Integer::valueOf).toList()
                : List.of(1, 12, 50, 500);
        switch (what) {
            case "turns" -> bench.turns(sizes);
            case "looks" -> sizes.forEach(campaigns -> bench.looks(campaigns, NUMBERS));
            case "numbers" -> sizes.forEach(numbers -> bench.looks(CAMPAIGNS, numbers));
            default -> throw new IllegalArgumentException(what);
        }
        System.exit(0); // the server's threads do not end by themselves
    }

    private void turns(List<Integer> sizes) {
        try (Installation installation = new Installation()) {
            List<SharedNumber> numbers = sizes.stream()
                    .map(size -> new SharedNumber(installation, size))
                    .toList();
            for (int round = -WARM_UP; round < rounds; round++) {
                for (SharedNumber number : numbers) {
                    number.round(round >= 0);
                }
            }
            numbers.forEach(number -> number.print(numbers.get(0)));
        }
    }

    /** One number, whose campaigns all wait for their turns. */
    private static final class SharedNumber {
        private final Installation installation;
        private final List<LaneId> lanes;
        private final Map<String, Series> figures = new LinkedHashMap<>();
        private int next;

        SharedNumber(Installation installation, int campaigns) {
            this.installation = installation;
            String id = "of" + campaigns;
            installation.sender(id, Installation.NO_DELAY, null);
            this.lanes = IntStream.range(0, campaigns)
                    .mapToObj(i -> installation.lane(installation.campaign(Math.max(100, 20_000 / campaigns), id), id))
                    .toList();
            // The order of their turns is that of the list, and each holds a block from now on.
            lanes.forEach(lane -> installation.send(lane, new Outcome.Accepted("first")));
            execute("analyze");
        }

        private void execute(String sql, Object... arguments) {
            installation.database.database().jdbi().useHandle(handle -> handle.execute(sql, arguments));
        }

        void round(boolean counts) {
            execute(
                    "update lane set asked_at = clock_now(), next_at = clock_now() where sender_id = ?",
                    lanes.get(0).sender().value());
            for (int i = 0; i < SENDS; i++) {
                LaneId lane = lanes.get(next++ % lanes.size());
                Dispatch taken = timed("begin", counts, () -> installation.taken(lane));
                timed("finish", counts, () -> installation.finish(taken, new Outcome.Accepted("m" + taken.id())));
                timed("ask", counts, () -> installation.dispatches.ask(lane, installation.means(lane, MediaWay.LINK)));
            }
        }

        private <T> T timed(String name, boolean counts, Supplier<T> work) {
            long start = System.nanoTime();
            T result = work.get();
            if (counts) {
                figures.computeIfAbsent(name, Series::new).add(Series.secondsSince(start) * 1000);
            }
            return result;
        }

        void print(SharedNumber yardstick) {
            figures.forEach((name, series) -> System.out.printf(
                    Locale.ROOT,
                    "%s among %d campaigns: %.2f ms, %.2f of what it takes among %d%n",
                    name,
                    lanes.size(),
                    series.quantile(0.5),
                    series.quantile(0.5)
                            / yardstick.figures.getOrDefault(name, series).quantile(0.5),
                    yardstick.lanes.size()));
        }
    }

    private void looks(int campaigns, int many) {
        try (Installation installation = new Installation()) {
            String[] numbers = IntStream.range(0, many).mapToObj(i -> "s" + i).toArray(String[]::new);
            for (String number : numbers) {
                installation.sender(number, Installation.NO_DELAY, CAP);
            }
            String senders = Stream.of(numbers).map(id -> '"' + id + '"').collect(Collectors.joining(", "));
            List<CampaignId> running = IntStream.range(0, campaigns)
                    .mapToObj(i -> installation.campaignWith(SPEC.formatted(senders), 100, numbers))
                    .toList();
            sendAllDay(installation);
            CampaignStore store = CampaignStore.on(installation.database.database());
            LaneWaits waits = new LaneWaits(installation.database.database());
            Monitoring monitoring = new Monitoring(installation.database.database());
            List<LaneWait> all = waits.all();
            String these = "%d campaigns of %d lanes".formatted(campaigns, many);

            show(these, "the list, a page", () -> store.list(null, null, null, Page.MAX_LIMIT));
            show(these, "one of them", () -> store.find(running.get(0)));
            show(these, "what lanes wait for", waits::all);
            show(these, "… and what is news of it", () -> waits.news(all));
            show(these, "a round of the reconciler", installation.recovery::reconcile);
            show(these, "the senders", installation.senders::list);
            show(these, "the figures of /metrics", monitoring::figures);
            Iterator<LaneId> lanes = Stream.of(numbers)
                    .map(number -> installation.lane(running.get(0), number))
                    .iterator();
            show(these, "a begin", () -> installation.taken(lanes.next()));
        }
    }

    /** As all numbers did that sent once a minute: what a number has sent lies among what the others have. */
    private static void sendAllDay(Installation installation) {
        installation.database.database().jdbi().useHandle(handle -> {
            handle.execute("""
                    insert into cap_use (account_key, minute, sends)
                    select account_key, (select date_trunc('minute', clock_now())) - n * interval '1 min', 1
                    from generate_series(1440, 0, -1) n, account order by n desc""");
            handle.execute("vacuum analyze");
        });
        Trimming trimming = new Trimming(installation.database.database());
        for (int step = 0; step < PIECES; step++) {
            trimming.step();
        }
        installation.database.database().jdbi().useHandle(handle -> handle.execute("vacuum analyze"));
    }

    private void show(String these, String what, Runnable look) {
        Series millis = new Series(what);
        for (int i = -WARM_UP; i < rounds; i++) {
            long start = System.nanoTime();
            look.run();
            if (i >= 0) {
                millis.add(Series.secondsSince(start) * 1000);
            }
        }
        System.out.printf(Locale.ROOT, "%s, %s: %.1f ms%n", these, what, millis.quantile(0.5));
    }
}
