package io.drumbeat.api.system.chaos;

import io.drumbeat.api.system.chaos.History.Ending;
import io.drumbeat.api.system.chaos.History.Fault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Three campaigns on a {@link Site} to which a seed's troubles happen, and the verdict on what came of it. What is done, in
 * which order, follows from the seed; how things fall out among themselves does not.
 */
final class Chaos {

    /** After the last trouble; accounts may have backed off for five minutes. */
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(8);

    private static final Duration VENDOR_TAKES = Duration.ofMillis(30);

    private final long seed;
    private final Settings settings;
    private final Recorder recorder;
    private final Path folder;
    private final Set<Trouble.Of> busy = new HashSet<>();
    private volatile boolean over;

    /**
     * @param recipients of each of three lists, at most 3,900
     * @param lasts how long troubles go on, unless all campaigns end before
     * @param calm the longest pause between two troubles
     * @param troubles which there are
     * @param most how many of them there are, at most
     * @param onlyTroubles whether there is nothing else: no recipient misbehaves, and people do no more than pause and resume
     */
    record Settings(
            int recipients, Duration lasts, Duration calm, List<Trouble> troubles, int most, boolean onlyTroubles) {
        /** Any trouble, as often as there is time for. */
        Settings(int recipients, Duration lasts, Duration calm) {
            this(recipients, lasts, calm, List.of(Trouble.values()), Integer.MAX_VALUE, false);
        }
    }

    /** @param took of all of it, without the start */
    record Verdict(long seed, List<Violation> violations, History history, Duration took) {
        @Override
        public String toString() {
            Map<String, Long> endings = history.endings().stream()
                    .collect(Collectors.groupingBy(Ending::status, TreeMap::new, Collectors.counting()));
            Map<String, Long> faults = history.faults().stream()
                    .collect(Collectors.groupingBy(Fault::what, TreeMap::new, Collectors.counting()));
            return "seed %d: %s; %d requests, %s, %d calls, %d polls, %d faults %s in %d s"
                    .formatted(
                            seed,
                            violations.isEmpty() ? "clean" : violations.size() + " VIOLATIONS",
                            history.requests().size(),
                            endings,
                            history.calls().size(),
                            history.polls().size(),
                            history.faults().size(),
                            faults,
                            took.toSeconds());
        }
    }

    private Chaos(long seed, Settings settings, Path folder, PrintStream out) {
        this.seed = seed;
        this.settings = settings;
        this.folder = folder;
        this.recorder = new Recorder(out);
    }

    /**
     * Runs one seed.
     *
     * @param programs where PostgreSQL's are unpacked, unless they are there
     * @param folder an empty one, which keeps what the processes print
     */
    static Verdict run(long seed, Settings settings, Path programs, Path folder) throws Exception {
        try (PrintStream out =
                new PrintStream(Files.newOutputStream(folder.resolve("chaos.log")), true, StandardCharsets.UTF_8)) {
            return new Chaos(seed, settings, folder, out).run(programs);
        }
    }

    private Verdict run(Path programs) throws Exception {
        Random random = new Random(seed);
        Site.Shape shape = Site.Shape.of(seed);
        recorder.say("seed %d: %s".formatted(seed, shape));
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Site site = Site.start(
                new Site.Setting(shape, Numbers.Night.SOON, VENDOR_TAKES), programs, folder, recorder, random)) {
            long began = recorder.clock.now();
            Campaigns campaigns = Campaigns.post(site, settings.recipients(), settings.onlyTroubles(), random);
            People people = new People(site.api(), recorder, campaigns.ids());
            List<Future<?>> all = new ArrayList<>();
            all.add(threads.submit(() -> repeat(() -> people.haveAllEnded(), 300)));
            all.add(threads.submit(() -> repeat(() -> site.keepAlive(), 700)));
            List<Future<?>> passing = new ArrayList<>();
            passing.add(threads.submit(() -> act(people, new Random(seed + 1))));
            passing.add(threads.submit(() -> trouble(site, new Random(seed + 2))));
            passing.add(threads.submit(() -> trouble(site, new Random(seed + 3))));
            await(settings.lasts(), people, passing);
            over = true;
            for (Future<?> one : passing) {
                one.get(5, TimeUnit.MINUTES);
            }
            recorder.say("the last trouble is over");
            for (String campaign : campaigns.ids()) {
                people.goOn(campaign);
            }
            await(ENDS_WITHIN, people, all);
            over = false;
            all.forEach(one -> one.cancel(true));
            Verdict verdict = verdict(campaigns, people, began);
            recorder.say(verdict.toString());
            verdict.violations().forEach(violation -> recorder.say(violation.toString()));
            return verdict;
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Step {
        void take() throws Exception;
    }

    /** Until the thread is interrupted. */
    private Void repeat(Step step, long everyMillis) throws Exception {
        while (!Thread.currentThread().isInterrupted()) {
            step.take();
            Thread.sleep(everyMillis);
        }
        return null;
    }

    private Void act(People people, Random random) throws InterruptedException {
        while (!over) {
            pause(random);
            people.act(random, settings.onlyTroubles());
        }
        return null;
    }

    private Void trouble(Site site, Random random) throws InterruptedException {
        while (!over && !isEnough()) {
            pause(random);
            Trouble trouble = Trouble.any(settings.troubles(), random);
            if (!trouble.isPossible(site) || !begin(trouble)) {
                continue;
            }
            long from = recorder.clock.now();
            recorder.say(trouble + " begins");
            try {
                trouble.strike(site, random);
            } catch (Exception e) {
                if (e instanceof InterruptedException interrupted) {
                    throw interrupted;
                }
                recorder.say(trouble + " did not work: " + e);
            } finally {
                recorder.say(trouble + " is over");
                recorder.add(new Fault(
                        trouble.name(), from, recorder.clock.now(), trouble.interrupts, trouble.shiftsTime()));
                end(trouble);
            }
        }
        return null;
    }

    private boolean isEnough() {
        return recorder.faults() >= settings.most();
    }

    private boolean begin(Trouble trouble) {
        synchronized (busy) {
            return !isEnough() && busy.add(trouble.of);
        }
    }

    private void end(Trouble trouble) {
        synchronized (busy) {
            busy.remove(trouble.of);
        }
    }

    private void pause(Random random) throws InterruptedException {
        Thread.sleep(random.nextInt((int) settings.calm().toMillis()));
    }

    /** Until all campaigns have ended, or it has taken too long. */
    private void await(Duration atMost, People people, List<Future<?>> threads)
            throws InterruptedException, ExecutionException {
        long deadline = recorder.clock.now() + atMost.toNanos();
        while (recorder.clock.now() < deadline && !people.haveAllEnded()) {
            for (Future<?> thread : threads) {
                if (thread.isDone()) {
                    thread.get();
                }
            }
            Thread.sleep(200);
        }
    }

    private Verdict verdict(Campaigns campaigns, People people, long began) throws IOException, InterruptedException {
        people.haveAllEnded();
        History history = campaigns.history(recorder);
        Duration took = Duration.ofNanos(recorder.clock.now() - began);
        return new Verdict(seed, HistoryChecker.check(history), history, took);
    }
}
