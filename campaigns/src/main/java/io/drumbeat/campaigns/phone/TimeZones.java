package io.drumbeat.campaigns.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Collectors;

/** Where on the globe a number may be. */
public final class TimeZones {

    private static final Set<String> KNOWN = ZoneId.getAvailableZoneIds();
    private static final Set<ZoneId> UNKNOWN = Set.of(ZoneOffset.UTC);

    private TimeZones() {}

    /**
     * The zones of {@code phone}, at least one: several where the number does not tell which, and UTC where nobody knows.
     *
     * @param phone E.164
     */
    public static Set<ZoneId> of(String phone) {
        try {
            Set<ZoneId> zones =
                    PhoneNumberToTimeZonesMapper.getInstance()
                            .getTimeZonesForNumber(PhoneNumberUtil.getInstance().parse(phone, null))
                            .stream()
                            .filter(KNOWN::contains)
                            .map(ZoneId::of)
                            .collect(Collectors.toUnmodifiableSet());
            return zones.isEmpty() ? UNKNOWN : zones;
        } catch (NumberParseException notANumber) {
            return UNKNOWN;
        }
    }
}
