package io.drumbeat.campaigns.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads web addresses as people write them into the one form in which we and the vendors fetch them: the host in
 * punycode, and in path and query all percent-encoded that RFC 3986 does not allow there. What is encoded already stays.
 */
final class WebAddress {

    private static final int MOST_CHARACTERS = 2_000;

    private static final Pattern PARTS = Pattern.compile(
            "(?<scheme>https?)://(?<authority>[^/?#]*)(?<path>[^?#]*)(?<query>\\?[^#]*)?(?<fragment>#.*)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY =
            Pattern.compile("(?<host>\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(?::(?<port>[0-9]{0,5}))?");
    /** Underscores are no host names by RFC 952, but there are many. */
    private static final Pattern HOST = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.?");

    /**
     * Java knows IDNA 2003, which makes {@code strasse.de} of {@code straße.de}. Browsers go by IDNA 2008, to which these are
     * letters of their own (RFC 5894, 7.2): the two hosts may be two people's.
     */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

    /** RFC 3986: what stands in a path or a query as it is, and what is encoded already. */
    private static final Pattern KEPT = Pattern.compile("[a-zA-Z0-9._~!$&'()*+,;=:@/?-]|%[0-9a-fA-F]{2}");

    private WebAddress() {}

    /**
     * The address that {@code text} is.
     *
     * @param fault is told what is wrong with it
     * @return null where anything is
     */
    static @Nullable URI read(String text, Consumer<String> fault) {
        String given = text.strip();
        if (given.chars().anyMatch(Character::isISOControl)) {
            fault.accept("must not contain line breaks or other control characters");
            return null;
        }
        Matcher parts = PARTS.matcher(given);
        if (!parts.matches()) {
            fault.accept("must be an http or https URL, as in https://example.com/offer.png");
            return null;
        }
        if (parts.group("authority").contains("@")) {
            fault.accept("must not contain a user name or password: it is called without");
            return null;
        }
        if (parts.group("fragment") != null) {
            fault.accept("must not contain a fragment (# and what follows): no server gets to see it;"
                    + " if the # is part of the file's name, write %23");
            return null;
        }
        if (AMBIGUOUS.matcher(parts.group("authority")).find()) {
            fault.accept(
                    "must name its host in punycode (xn--…): with \u00df, \u03c2 or a joiner it is one host or another,"
                            + " depending on the rules applied");
            return null;
        }
        String authority = authority(parts.group("authority"));
        if (authority == null) {
            fault.accept("must have a valid host name, as in https://example.com/offer.png");
            return null;
        }
        return assembled(parts, authority, fault);
    }

    private static @Nullable URI assembled(Matcher parts, String authority, Consumer<String> fault) {
        String path = parts.group("path");
        String query = parts.group("query");
        String address = parts.group("scheme").toLowerCase(Locale.ROOT) + "://" + authority
                + (path.isEmpty() ? "/" : encoded(path)) + (query == null ? "" : encoded(query));
        if (address.length() > MOST_CHARACTERS) {
            fault.accept("must have at most " + MOST_CHARACTERS + " characters, percent-encoded");
            return null;
        }
        return URI.create(address);
    }

    private static @Nullable String authority(String text) {
        Matcher parts = AUTHORITY.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String host = parts.group("host");
        String ascii = host.startsWith("[") ? literal(host) : ascii(host);
        String port = parts.group("port");
        if (ascii == null || (port != null && !port.isEmpty() && Integer.parseInt(port) > 65_535)) {
            return null;
        }
        return port == null || port.isEmpty() ? ascii : ascii + ":" + Integer.parseInt(port);
    }

    private static @Nullable String literal(String ipv6) {
        try {
            return new URI("http://" + ipv6).getHost();
        } catch (URISyntaxException noAddress) {
            return null;
        }
    }

    private static @Nullable String ascii(String host) {
        try {
            String ascii = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            return HOST.matcher(ascii).matches() ? ascii : null;
        } catch (IllegalArgumentException noName) {
            return null;
        }
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        Matcher kept = KEPT.matcher(text);
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            int end = at + Character.charCount(character);
            if (kept.region(at, text.length()).lookingAt()) {
                encoded.appendCodePoint(character);
            } else {
                encode(text.substring(at, end), encoded);
            }
            at = end;
        }
        return encoded.toString();
    }

    private static void encode(String character, StringBuilder encoded) {
        for (byte octet : character.getBytes(UTF_8)) {
            encoded.append('%').append(String.format(Locale.ROOT, "%02X", octet));
        }
    }
}
