package io.drumbeat.campaigns.outcome;

/** What a failure means besides its recipient. */
public enum Consequence {
    /** Nothing. */
    NONE,
    /** The recipient wants nothing more. */
    SUPPRESS,
    /** The sender stops until an operator resumes it. */
    SENDER,
    /** The campaign pauses. */
    CAMPAIGN,
    /** As {@link #CAMPAIGN}; and what an earlier send has published is named by no later one. */
    PUBLICATION,
    /** The vendor misses the uploaded media: it is uploaded again once, and the campaign pauses after that. */
    MEDIA
}
