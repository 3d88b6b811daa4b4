package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Milliseconds from {@code java -jar drumbeat.jar serve} to the first 200 of /readyz, on an empty data folder and on
 * one that is there: {@code [rounds] ["java options"]...}, each set of options in turns with the others.
 */
final class StartBench {

    private StartBench() {}

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Series.argument(arguments, 0, 5);
        List<Variant> variants = new ArrayList<>(List.of(new Variant("")));
        for (int i = 1; i < arguments.length; i++) {
            variants.add(new Variant(arguments[i]));
        }
        for (Variant variant : variants) {
            new Series("first start, ms " + variant.options).show(variant.startMillis());
        }
        for (int round = 0; round < rounds; round++) {
            for (Variant variant : variants) {
                variant.later.show(variant.startMillis());
            }
        }
        for (Variant variant : variants) {
            variant.later.compare(variants.get(0).later);
            variant.cpu.compare(variants.get(0).cpu);
        }
    }

    private static final class Variant {
        private final Path folder = Files.createTempDirectory("drumbeat-bench");
        private final String options;
        private final Series later;
        private final Series cpu;

        Variant(String options) throws Exception {
            this.options = options;
            this.later = new Series("later start, ms " + options);
            this.cpu = new Series("of it JVM, CPU ms " + options);
        }

        double startMillis() throws Exception {
            List<String> split = options.isBlank() ? List.of() : List.of(options.split(" "));
            long start = System.nanoTime();
            try (ShippedJar jar = new ShippedJar(folder, "{\"senders\": []}", split)) {
                jar.awaitReady();
                cpu.show(jar.cpu().toNanos() / 1e6);
                return Series.secondsSince(start) * 1000;
            }
        }
    }
}
