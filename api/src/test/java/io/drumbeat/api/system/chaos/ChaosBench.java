package io.drumbeat.api.system.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chaos by seed: {@code [--seed N] [--seeds N] [--minutes N] [--recipients N] [--calm SECONDS]}; with {@code --only TROUBLE} no other than
 * that, with {@code --kills N} nothing else than so many kills, pauses and resumes, with {@code --sabotage 1} {@link Sabotage} instead. Ends with 1 where a
 * seed is not clean. What its processes printed stays in {@code api/target/chaos}.
 */
final class ChaosBench {

    private final Map<String, String> options = new HashMap<>(Map.of(
            "--sabotage", "0",
            "--only", "",
            "--kills", "0",
            "--seed", "1",
            "--seeds", "1",
            "--minutes", "2",
            "--recipients", "400",
            "--calm", "8"));

    private ChaosBench(String[] arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length || !options.containsKey(arguments[i])) {
                throw new IllegalArgumentException("unknown, or without a value: " + arguments[i]);
            }
            options.put(arguments[i], arguments[i + 1]);
        }
    }

    private int number(String option) {
        return Integer.parseInt(options.get(option));
    }

    private Chaos.Settings settings() {
        int recipients = number("--recipients");
        Duration lasts = Duration.ofMinutes(number("--minutes"));
        Duration calm = Duration.ofSeconds(number("--calm"));
        int kills = number("--kills");
        String only = options.get("--only");
        if (kills > 0) {
            return new Chaos.Settings(recipients, lasts, calm, List.of(Trouble.KILL_PROCESS), kills, true);
        }
        return only.isEmpty()
                ? new Chaos.Settings(recipients, lasts, calm)
                : new Chaos.Settings(recipients, lasts, calm, List.of(Trouble.valueOf(only)), Integer.MAX_VALUE, false);
    }

    /** Prints a line a seed, and what is wrong with it. */
    public static void main(String[] arguments) throws Exception {
        ChaosBench bench = new ChaosBench(arguments);
        System.exit(bench.run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        Path work = Files.createDirectories(Path.of("api", "target", "chaos").toAbsolutePath());
        if (number("--sabotage") > 0) {
            Path folder = Files.createTempDirectory(work, "sabotage-");
            System.out.println("found: " + Sabotage.found(work.resolve("programs"), folder, new Recorder(System.out)));
            return true;
        }
        boolean clean = true;
        Chaos.Settings settings = settings();
        for (long seed = number("--seed"); seed < number("--seed") + number("--seeds"); seed++) {
            Path folder = Files.createTempDirectory(work, "seed-" + seed + "-");
            Chaos.Verdict verdict = Chaos.run(seed, settings, work.resolve("programs"), folder);
            System.out.println(verdict);
            List<Violation> violations = verdict.violations();
            violations.forEach(System.out::println);
            if (!violations.isEmpty()) {
                clean = false;
                System.out.println("its logs are in " + folder);
            }
        }
        return clean;
    }
}
