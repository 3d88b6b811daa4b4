package io.drumbeat.campaigns.suppression;

/** Whether a person wants messages. */
public enum Consent {
    /** No more messages. */
    WITHDRAWN,
    /** Messages again, after all. */
    GIVEN
}
