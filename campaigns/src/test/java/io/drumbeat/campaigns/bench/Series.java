package io.drumbeat.campaigns.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One figure measured several times; values are shown with the machine's load, which explains many an outlier. */
public final class Series {
    private final String name;
    private final List<Double> values = new ArrayList<>();

    /** @param name with the unit */
    public Series(String name) {
        this.name = name;
    }

    /** Adds a value. */
    public void add(double value) {
        values.add(value);
    }

    /** Adds a value and prints it. */
    public void show(double value) {
        add(value);
        System.out.printf(
                Locale.ROOT,
                "%-32s %,12.1f   (load %.1f)%n",
                name,
                value,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** How many values it has. */
    public int size() {
        return values.size();
    }

    /** The value below which so much of all lies, 0.5 being the median. */
    public double quantile(double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }

    /** Prints the median, and its ratio to that of {@code yardstick}, measured in the same run. */
    public void compare(Series yardstick) {
        System.out.printf(
                Locale.ROOT,
                "median: %s %,.0f, %s %,.0f, ratio %.2f%n",
                name,
                quantile(0.5),
                yardstick.name,
                yardstick.quantile(0.5),
                quantile(0.5) / yardstick.quantile(0.5));
    }

    /** Seconds since {@code start}, which was {@link System#nanoTime}. */
    public static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The argument at {@code index} of a main, or {@code otherwise} where there are fewer. */
    public static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }
}
