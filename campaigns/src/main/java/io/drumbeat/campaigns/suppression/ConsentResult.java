package io.drumbeat.campaigns.suppression;

/** What became of a word about being written to. */
public enum ConsentResult {
    /** It is the newest of somebody who is known, and counts from now on. */
    APPLIED,
    /** Nobody can tell whose it is: it is kept, and counts once that is known. */
    PENDING,
    /** It, or a newer one of the same person, was heard before: it changes nothing. */
    UNCHANGED
}
