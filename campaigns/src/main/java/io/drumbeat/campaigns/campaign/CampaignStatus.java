package io.drumbeat.campaigns.campaign;

import java.util.Locale;
import java.util.Optional;

/** Where a campaign stands. */
public enum CampaignStatus {
    DRAFT,
    SCHEDULED,
    RUNNING,
    PAUSED,
    COMPLETED,
    CANCELLED,
    FAILED;

    /** The status that {@code text} names, empty where it names none. */
    public static Optional<CampaignStatus> parse(String text) {
        for (CampaignStatus status : values()) {
            if (status.text().equals(text)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** Its name in JSON and in the database: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing more happens in it by itself. */
    public boolean ended() {
        return this == COMPLETED || this == CANCELLED || this == FAILED;
    }
}
