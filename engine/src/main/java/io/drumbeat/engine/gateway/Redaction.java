package io.drumbeat.engine.gateway;

import io.drumbeat.campaigns.dispatch.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes vendors' texts fit to be kept and logged: no control characters (PostgreSQL refuses a NUL), cut, and free of
 * what is secret. Vendors like to quote what they were sent, so credentials and caption are taken out word for word,
 * and so is every run of seven digits or more, however it is grouped: it is most likely somebody's phone number.
 */
final class Redaction implements Outcome.Reader<Outcome> {

    private static final int MAX_CODE = 100;
    private static final int MAX_TEXT = 500;
    private static final int MIN_SECRET = 4;
    private static final Pattern CONTROL = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");
    private static final Pattern DIGITS = Pattern.compile("\\+?\\p{Nd}(?:[ ().-]{0,2}\\p{Nd}){6,}");

    private final List<String> secrets;

    private Redaction(List<String> secrets) {
        this.secrets = secrets;
    }

    static Redaction of(SenderAccess sender) {
        return new Redaction(List.copyOf(sender.credentials().values()));
    }

    static Redaction of(SenderAccess sender, Message message) {
        List<String> secrets = new ArrayList<>(sender.credentials().values());
        if (message.caption() != null) {
            secrets.add(message.caption());
        }
        return new Redaction(secrets);
    }

    /** Of a callback, which knows no sender and no caption. */
    static Redaction ofCallback() {
        return new Redaction(List.of());
    }

    /** {@code text} without what must not be kept, at most 500 characters; empty for null. */
    String clean(@Nullable String text) {
        return clean(text, MAX_TEXT);
    }

    private String clean(@Nullable String text, int max) {
        if (text == null) {
            return "";
        }
        String clean = text;
        for (String secret : secrets) {
            if (secret.length() >= MIN_SECRET) {
                clean = clean.replace(secret, "[hidden]");
            }
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

    /** The message id is the key that receipts are found by: it stays as it is, or is dropped. */
    static @Nullable String usableId(@Nullable String id) {
        return id != null && id.length() <= MAX_TEXT && plain(id).equals(id) ? id : null;
    }

    @Override
    public Outcome accepted(Outcome.Accepted outcome) {
        return new Outcome.Accepted(usableId(outcome.messageId()));
    }

    @Override
    public Outcome rejected(Outcome.Rejected outcome) {
        return new Outcome.Rejected(code(outcome.code()), clean(outcome.message()), outcome.suppress());
    }

    @Override
    public Outcome accountBusy(Outcome.AccountBusy outcome) {
        return new Outcome.AccountBusy(code(outcome.code()), clean(outcome.message()), outcome.retryAfter());
    }

    @Override
    public Outcome transientFailure(Outcome.Transient outcome) {
        return new Outcome.Transient(code(outcome.code()), clean(outcome.message()), outcome.retry());
    }

    @Override
    public Outcome senderBlocked(Outcome.SenderBlocked outcome) {
        return new Outcome.SenderBlocked(code(outcome.code()), clean(outcome.message()));
    }

    @Override
    public Outcome campaignBlocked(Outcome.CampaignBlocked outcome) {
        return new Outcome.CampaignBlocked(code(outcome.code()), clean(outcome.message()));
    }

    @Override
    public Outcome mediaGone(Outcome.MediaGone outcome) {
        return new Outcome.MediaGone(code(outcome.code()), clean(outcome.message()));
    }

    @Override
    public Outcome unconfirmed(Outcome.Unconfirmed outcome) {
        return new Outcome.Unconfirmed(code(outcome.code()), clean(outcome.message()));
    }

    @Override
    public Outcome givenBack(Outcome.GivenBack outcome) {
        return new Outcome.GivenBack(clean(outcome.reason()));
    }
}
