package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;

/**
 * Whether a file that is read as international holds a country's own numbers: then those of them that are valid abroad
 * are strangers' there. For one thread.
 */
final class NationalList {
    private final AudienceSpec spec;
    private long assumed;
    private long invalid;

    NationalList(AudienceSpec spec) {
        this.spec = spec;
    }

    void look(Row row) {
        if (row.assumed()) {
            assumed++;
            invalid += row.isNoPhone() ? 1 : 0;
        }
    }

    /** @throws InvalidAudienceException where more of the numbers without a country code are invalid than are not */
    void check() throws InvalidAudienceException {
        if (invalid * 2 > assumed) {
            throw InvalidAudienceException.of(
                    InvalidAudienceException.REGION,
                    "%d of the %d phones without + or 00 are not international numbers: they look like national numbers. %s."
                            .formatted(invalid, assumed, advice()));
        }
    }

    private String advice() {
        return spec.defaultRegion() == null
                ? "Set the region they belong to, such as IN, or write + and the country code in front of each"
                : "Set phoneFormat to auto, so that they are read as numbers of " + spec.defaultRegion()
                        + ", or write + and the country code in front of each";
    }
}
