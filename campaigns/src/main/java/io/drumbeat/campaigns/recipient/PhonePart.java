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
 * The beginning or the end of phones, or a whole one, as somebody who looks for it types it.
 *
 * @param patterns what a phone may be, each as SQL's {@code like} has it: digits with {@code %} behind or before them
 * @param person whose it is, where it is a whole number; null: it is none
 */
public record PhonePart(List<String> patterns, @Nullable String person) {

    /** What people write between digits. */
    private static final Pattern BETWEEN = Pattern.compile("[\\s().\\-/\\u00a0\\u2010-\\u2015]+");

    /** So many digits at least make an end; the beginning of a country's numbers has fewer. */
    private static final int SHORTEST_END = 4;

    private static final Pattern WRITTEN = Pattern.compile("(\\+|00)?(\\d{3,15})");

    public PhonePart {
        patterns = List.copyOf(patterns);
    }

    /**
     * Reads {@code text} as the campaign reads its file's phones: without {@code +} or {@code 00} it may also be a number of its
     * default region, or the end of one where it has four digits. Empty: it is no part of a phone, or of fewer than three digits.
     */
    public static Optional<PhonePart> of(String text, AudienceSpec spec) {
        var matcher = WRITTEN.matcher(BETWEEN.matcher(text).replaceAll(""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digits = matcher.group(2);
        boolean isInternational = matcher.group(1) != null;
        List<String> patterns = new ArrayList<>(List.of("+" + digits + "%"));
        if (!isInternational && spec.defaultRegion() != null && spec.phoneFormat() != PhoneFormat.INTERNATIONAL) {
            int code = PhoneNumberUtil.getInstance().getCountryCodeForRegion(spec.defaultRegion());
            patterns.add("+" + code + digits.replaceFirst("^0", "") + "%");
        }
        if (!isInternational && digits.length() >= SHORTEST_END) {
            patterns.add("%" + digits);
        }
        return Optional.of(new PhonePart(patterns, person(text, spec)));
    }

    private static @Nullable String person(String text, AudienceSpec spec) {
        return new PhoneReader(spec.phoneFormat(), spec.defaultRegion())
                .read(text.strip())
                .fold(valid -> Person.key(valid.e164()), refused -> null);
    }
}
