package io.drumbeat.campaigns.audience.phone;

import java.util.Locale;

/** How a number without {@code +} or {@code 00} is read. */
public enum PhoneFormat {
    /** In the default region; as {@link #INTERNATIONAL} where there is none. */
    AUTO,
    /** As if it began with {@code +}. */
    INTERNATIONAL;

    /**
     * The format whose {@link #text} it is.
     *
     * @throws IllegalArgumentException saying what to write instead
     */
    public static PhoneFormat parse(String text) {
        return switch (text) {
            case "auto" -> AUTO;
            case "international" -> INTERNATIONAL;
            default -> throw new IllegalArgumentException("must be auto or international");
        };
    }

    /** Its name in requests: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
