package io.drumbeat.engine.gateway.http;

import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.SenderAccess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes vendors' texts fit to be kept and logged: no control characters (PostgreSQL refuses a NUL), cut, and free of
 * what is secret. Vendors like to quote what they were sent, so credentials, caption, a template's parameters and the
 * recipient's columns are taken out word for word, and so is every run of seven digits or more, however it is grouped:
 * it is most likely somebody's phone number.
 */
public final class Redaction {

    private static final int MAX_CODE = 100;
    private static final int MAX_TEXT = 500;
    private static final int MAX_URL = 2000;
    private static final int MIN_SECRET = 4;
    private static final Pattern CONTROL = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");
    private static final Pattern WEB_URL = Pattern.compile("https?://\\S+");
    private static final Pattern DIGITS = Pattern.compile("\\+?\\p{Nd}(?:[ ().-]{0,2}\\p{Nd}){6,}");

    private final List<String> secrets;

    private Redaction(List<String> secrets) {
        // The longest first: one that is part of another would leave the rest of that one standing.
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= MIN_SECRET)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Takes out {@code sender}'s credentials. */
    public static Redaction of(SenderAccess sender) {
        return new Redaction(List.copyOf(sender.credentials().values()));
    }

    static Redaction of(SenderAccess sender, Message message) {
        List<String> secrets = new ArrayList<>(sender.credentials().values());
        if (message.caption() != null) {
            secrets.add(message.caption());
        }
        secrets.addAll(message.columns().values());
        if (message.template() != null) {
            secrets.addAll(message.template().parameters());
        }
        return new Redaction(secrets);
    }

    /** Of a callback, which knows no sender and no caption. */
    static Redaction ofCallback() {
        return new Redaction(List.of());
    }

    /** {@code text} without what must not be kept, at most 500 characters; empty for null. */
    public String clean(@Nullable String text) {
        return clean(text, MAX_TEXT);
    }

    private String clean(@Nullable String text, int max) {
        if (text == null) {
            return "";
        }
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "[hidden]");
        }
        clean = DIGITS.matcher(plain(clean)).replaceAll("[number]");
        return clean.length() <= max ? clean : clean.substring(0, max - 1) + "…";
    }

    private static String plain(String text) {
        return CONTROL.matcher(text).replaceAll(" ").strip();
    }

    private String code(String code) {
        return clean(code, MAX_CODE);
    }

    /** {@code outcome} without what must not be kept. */
    public Outcome of(Outcome outcome) {
        return outcome.fold(this::of, this::of);
    }

    /** {@code failure} without what must not be kept. */
    public Failure of(Failure failure) {
        return failure.with(code(failure.code()), clean(failure.message()));
    }

    /** Receipts are found by the message id, and media by its URL: they stay as they are, or are dropped. */
    private Outcome of(Outcome.Accepted outcome) {
        String url = usable(outcome.publishedMedia(), MAX_URL);
        return new Outcome.Accepted(
                usableId(outcome.messageId()),
                url != null && WEB_URL.matcher(url).matches() ? url : null,
                outcome.held());
    }

    /** {@code id} where receipts can be found by it, else null. */
    public static @Nullable String usableId(@Nullable String id) {
        return usable(id, MAX_TEXT);
    }

    private static @Nullable String usable(@Nullable String text, int max) {
        return text != null && text.length() <= max && plain(text).equals(text) ? text : null;
    }
}
