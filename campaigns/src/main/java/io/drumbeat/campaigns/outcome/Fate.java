package io.drumbeat.campaigns.outcome;

/** What one word about a dispatch says that became of its message. */
public enum Fate {
    /** It reached its recipient. */
    ARRIVED,
    /** The vendor took it. */
    TAKEN,
    /** It may have been sent. */
    UNCONFIRMED,
    /** The vendor refused it, or took it and could not deliver it. */
    FAILED,
    /** It surely was not sent. */
    NOT_SENT
}
