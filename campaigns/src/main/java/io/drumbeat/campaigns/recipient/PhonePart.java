package io.drumbeat.campaigns.recipient;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.phone.PhoneReader;
import io.drumbeat.campaigns.phone.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of phones, or a whole one, as somebody who looks for it types it.
 *
 * @param prefixes what a phone may begin with, each {@code +} and digits, at least one
 * @param person whose it is, where it is a whole number; null: it is none
 */
public record PhonePart(List<String> prefixes, @Nullable String person) {

    /** What people write between digits. */
    private static final Pattern BETWEEN = Pattern.compile("[\\s().\\-/\\u00a0\\u2010-\\u2015]+");

    private static final Pattern WRITTEN = Pattern.compile("(\\+|00)?(\\d{3,15})");

    public PhonePart {
        prefixes = List.copyOf(prefixes);
    }

    /**
     * Reads {@code text} as the campaign reads its file's phones: without {@code +} or {@code 00} it may also be a number of its
     * default region. Empty: it is no part of a phone, or of fewer than three digits.
     */
    public static Optional<PhonePart> of(String text, AudienceSpec spec) {
        var matcher = WRITTEN.matcher(BETWEEN.matcher(text).replaceAll(""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digits = matcher.group(2);
        List<String> prefixes = new ArrayList<>(List.of("+" + digits));
        if (matcher.group(1) == null
                && spec.defaultRegion() != null
                && spec.phoneFormat() != PhoneFormat.INTERNATIONAL) {
            int code = PhoneNumberUtil.getInstance().getCountryCodeForRegion(spec.defaultRegion());
            prefixes.add("+" + code + digits.replaceFirst("^0", ""));
        }
        return Optional.of(new PhonePart(prefixes, person(text, spec)));
    }

    private static @Nullable String person(String text, AudienceSpec spec) {
        return new PhoneReader(spec.phoneFormat(), spec.defaultRegion())
                .read(text.strip())
                .fold(valid -> Person.key(valid.e164()), refused -> null);
    }
}
