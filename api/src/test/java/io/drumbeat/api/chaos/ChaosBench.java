package io.drumbeat.api.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chaos by seed: {@code [--seed N] [--seeds N] [--minutes N] [--recipients N] [--calm SECONDS]}; with {@code --kills N} no other
 * troubles than so many kills, with {@code --sabotage 1} {@link Sabotage} instead. Ends with 1 where a seed is not clean. What
 * its processes printed stays in {@code api/target/chaos}.
 */
final class ChaosBench {

    private ChaosBench() {}

    /** Prints a line a seed, and what is wrong with it. */
    public static void main(String[] arguments) throws Exception {
        Map<String, Integer> options = new HashMap<>(Map.of(
                "--sabotage",
                0,
                "--kills",
                0,
                "--seed",
                1,
                "--seeds",
                1,
                "--minutes",
                2,
                "--recipients",
                400,
                "--calm",
                8));
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length || !options.containsKey(arguments[i])) {
                throw new IllegalArgumentException("unknown, or without a number: " + arguments[i]);
            }
            options.put(arguments[i], Integer.valueOf(arguments[i + 1]));
        }
        Duration lasts = Duration.ofMinutes(options.get("--minutes"));
        Duration calm = Duration.ofSeconds(options.get("--calm"));
        int kills = options.get("--kills");
        Chaos.Settings settings = kills == 0
                ? new Chaos.Settings(options.get("--recipients"), lasts, calm)
                : new Chaos.Settings(options.get("--recipients"), lasts, calm, List.of(Trouble.KILL_PROCESS), kills);
        Path work = Files.createDirectories(Path.of("api", "target", "chaos").toAbsolutePath());
        if (options.get("--sabotage") > 0) {
            Path folder = Files.createTempDirectory(work, "sabotage-");
            System.out.println("found: " + Sabotage.found(work.resolve("programs"), folder, new Recorder(System.out)));
            return;
        }
        boolean clean = true;
        for (long seed = options.get("--seed"); seed < options.get("--seed") + options.get("--seeds"); seed++) {
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
        System.exit(clean ? 0 : 1);
    }
}
