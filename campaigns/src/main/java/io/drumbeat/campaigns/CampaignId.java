package io.drumbeat.campaigns;

import java.util.Optional;
import java.util.UUID;

/** Identifies a campaign, here and in every workflow id. */
public record CampaignId(UUID value) implements Id {

    /** A new one that no other campaign has. */
    public static CampaignId random() {
        return new CampaignId(UUID.randomUUID());
    }

    /** The id that {@code text} writes out, empty where it is none. */
    public static Optional<CampaignId> parse(String text) {
        try {
            UUID value = UUID.fromString(text);
            return value.toString().equals(text) ? Optional.of(new CampaignId(value)) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
