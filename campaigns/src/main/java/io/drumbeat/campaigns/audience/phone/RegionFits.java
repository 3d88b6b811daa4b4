package io.drumbeat.campaigns.audience.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.drumbeat.campaigns.audience.text.Trim;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which regions a list without country codes may be of: what a person is asked, and never what a file is read by unasked. For one
 * thread.
 */
public final class RegionFits {
    /** Each is looked for in every region there is. */
    private static final int MOST_LOOKED_AT = 60;

    private static final int MOST_TOLD = 5;

    private static final Set<PhoneNumberType> MOBILE =
            EnumSet.of(PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE);

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final Set<String> national = new LinkedHashSet<>();

    public void look(String cell) {
        String text = PhoneText.withoutZeroTail(PhoneText.plain(Trim.trim(cell)));
        if (national.size() < MOST_LOOKED_AT && PhoneReader.looksLikeNumber(cell) && PhoneText.isNumber(text)) {
            String front = text.charAt(0) == '(' ? text.substring(1) : text;
            if (!front.startsWith("+") && !front.startsWith("00")) {
                national.add(PhoneText.digits(text));
            }
        }
    }

    /** Those where more than half are mobile numbers, the best first. */
    public List<RegionFit> best() {
        return numbers.getSupportedRegions().stream()
                .map(region -> new RegionFit(
                        region,
                        (int) national.stream()
                                .filter(digits -> isMobile(digits, region))
                                .count(),
                        national.size()))
                .filter(fit -> fit.mobiles() * 2 > fit.looked())
                .sorted(Comparator.comparingInt(RegionFit::mobiles).reversed().thenComparing(RegionFit::region))
                .limit(MOST_TOLD)
                .toList();
    }

    private boolean isMobile(String digits, String region) {
        try {
            PhoneNumber number = numbers.parse(digits, region);
            return numbers.isValidNumberForRegion(number, region) && MOBILE.contains(numbers.getNumberType(number));
        } catch (NumberParseException notANumber) {
            return false;
        }
    }
}
