package io.drumbeat.campaigns.suppression;

/** What a person can say about being written to. */
public enum Wish {
    /** No more messages. */
    STOP,
    /** Messages again, after all. */
    START
}
