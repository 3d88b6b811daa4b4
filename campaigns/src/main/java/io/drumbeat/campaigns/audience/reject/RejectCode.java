package io.drumbeat.campaigns.audience.reject;

import java.util.Locale;

/** Why a row is not sent to; of several that apply the first in this order. */
public enum RejectCode {
    QUOTE,
    EXTRA_CELLS,
    PHONE_EMPTY,
    PHONE_EXCEL,
    PHONE_DATE,
    PHONE_CHARACTERS,
    PHONE_AMBIGUOUS,
    PHONE_INVALID,
    PLACEHOLDER_EMPTY,
    CAPTION_LONG,
    PARAMETER,
    SUPPRESSED,
    DUPLICATE;

    /** As {@code reject_code} writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
