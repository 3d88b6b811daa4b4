package io.drumbeat.api.system;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code /metrics} said at one moment, by series. */
record Metrics(Map<String, Double> series) {

    static Metrics parse(String text) {
        return new Metrics(text.lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)),
                        Double::sum)));
    }

    /** Of all series that begin so. */
    double sum(String prefix) {
        return series.entrySet().stream()
                .filter(one -> one.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    double since(Metrics before, String prefix) {
        return sum(prefix) - before.sum(prefix);
    }

    /** Of what a histogram counted meanwhile; within a bucket the values are taken to lie evenly. NaN where it counted nothing. */
    double quantileSince(Metrics before, String histogram, double share) {
        String prefix = histogram + "_bucket{le=\"";
        TreeMap<Double, Double> upTo = new TreeMap<>();
        series.forEach((name, count) -> {
            if (name.startsWith(prefix)) {
                String bound = name.substring(prefix.length(), name.indexOf('"', prefix.length()));
                upTo.put(
                        bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
                        count - before.series.getOrDefault(name, 0.0));
            }
        });
        double wanted = share * since(before, histogram + "_count");
        double lower = 0;
        double below = 0;
        for (Map.Entry<Double, Double> bucket : upTo.entrySet()) {
            if (bucket.getValue() >= wanted && wanted > 0) {
                double width = bucket.getKey() - lower;
                return Double.isInfinite(width)
                        ? lower
                        : lower + width * (wanted - below) / (bucket.getValue() - below);
            }
            lower = bucket.getKey();
            below = bucket.getValue();
        }
        return Double.NaN;
    }
}
