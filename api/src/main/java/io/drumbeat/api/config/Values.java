package io.drumbeat.api.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Texts read as what they should be; each throws IllegalArgumentException saying what to write instead. */
final class Values {

    private Values() {}

    static String host(String text) {
        try {
            URI url = new URI("http://" + (text.contains(":") ? "[" + text + "]" : text) + "/");
            if (url.getHost() != null && url.getPort() < 0 && url.getUserInfo() == null) {
                return text;
            }
        } catch (URISyntaxException notAHost) {
            // said below
        }
        throw new IllegalArgumentException("must be a host name or an IP address, like 0.0.0.0");
    }

    static int port(String text) {
        return (int) wholeNumber(text, 1, 65_535);
    }

    static long bytes(String text) {
        return wholeNumber(text, 1, Long.MAX_VALUE);
    }

    private static long wholeNumber(String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException("must be a whole number "
                + (max == Long.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max));
    }

    static int days(String text) {
        return (int) wholeNumber(text, 1, 36_500);
    }

    static double rate(String text) {
        try {
            double number = Double.parseDouble(text);
            if (number > 0 && number <= 1e6) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException("must be a number above 0 and at most 1000000");
    }

    static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    static LogFormat logFormat(String text) {
        return switch (text) {
            case "text" -> LogFormat.TEXT;
            case "json" -> LogFormat.JSON;
            default -> throw new IllegalArgumentException("must be text or json");
        };
    }

    /** Words or phrases between commas. What looks like another way to write a list would silently be one long word. */
    static List<String> words(String text) {
        List<String> words = Stream.of(text.split(",", -1)).map(String::strip).toList();
        boolean good = words.stream()
                .allMatch(word -> word.codePoints().anyMatch(Character::isLetterOrDigit)
                        && word.chars().noneMatch(c -> c == '"' || c == ';' || Character.isISOControl(c)));
        if (!good) {
            throw new IllegalArgumentException(
                    "must be words separated by commas, at least one, each with a letter or a"
                            + " digit, and none with a comma, a semicolon, a double quote or a line break in it");
        }
        return words;
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be the path of a folder", e);
        }
    }

    static String jdbcUrl(String text) {
        if (!text.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("must begin with jdbc:postgresql://, then host, port and database");
        }
        return text;
    }

    /** Printable ASCII without spaces: what a header carries. */
    static Hidden token(String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("must be of printable ASCII characters, without spaces");
        }
        return new Hidden(text);
    }
}
