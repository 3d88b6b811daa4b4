package io.drumbeat.campaigns;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody most likely meant who wrote a name that there is not. */
public final class NearestName {

    private static final int LONGEST = 60;

    private NearestName() {}

    /**
     * The end of a sentence about {@code written}: a question where one of {@code names} is near it, else nothing.
     *
     * @return as in {@code ; did you mean `caption`?}, or empty
     */
    public static String question(String written, Collection<String> names) {
        return of(written, names).map("; did you mean `%s`?"::formatted).orElse("");
    }

    /** The name nearest to {@code written}; empty: none is near enough to have been meant. */
    public static Optional<String> of(String written, Collection<String> names) {
        String key = key(written);
        return names.stream()
                .filter(name -> key.length() <= LONGEST && distance(key, key(name)) <= near(name))
                .min(Comparator.<String>comparingInt(name -> distance(key, key(name)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int near(String name) {
        return Math.max(1, name.length() / 3);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ _.-]", "");
    }

    /** The number of letters to change, add, drop, or swap with their neighbour, to get from one text to the other. */
    public static int distance(String one, String other) {
        int[][] rows = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            rows[i][0] = i;
        }
        for (int j = 0; j <= other.length(); j++) {
            rows[0][j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            for (int j = 1; j <= other.length(); j++) {
                char mine = one.charAt(i - 1);
                char yours = other.charAt(j - 1);
                rows[i][j] = Math.min(
                        rows[i - 1][j - 1] + (mine == yours ? 0 : 1), Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (i > 1 && j > 1 && mine == other.charAt(j - 2) && one.charAt(i - 2) == yours) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[one.length()][other.length()];
    }
}
