package io.drumbeat.campaigns.suppression;

/** What became of a word about being written to. */
public enum Heard {
    /** It is the newest of somebody who is known, and counts from now on. */
    WRITTEN,
    /** Nobody can tell whose it is: it is kept, and counts once that is known. */
    KEPT,
    /** It, or a newer one of the same person, was heard before: it changes nothing. */
    KNOWN
}
