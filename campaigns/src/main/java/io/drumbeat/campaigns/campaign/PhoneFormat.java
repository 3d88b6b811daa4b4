package io.drumbeat.campaigns.campaign;

import java.util.Locale;

/** How phones without a leading plus are read. */
public enum PhoneFormat {
    /** In the campaign's default region, where it has one. */
    AUTO,
    /** As if they began with a plus. */
    INTERNATIONAL;

    /** Its name in a spec: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
