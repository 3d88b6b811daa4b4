package io.drumbeat.campaigns.media;

/** How a campaign's media gets to the vendor of one sender. */
public enum MediaWay {
    /** The vendor fetches it from a URL that every send names. */
    LINK,
    /** It is uploaded once, and every send names the id that it got. */
    UPLOAD,
    /** The first send carries the file; its answer tells a URL, which every later send names. */
    FIRST_SEND;

    /**
     * The way of one campaign's media.
     *
     * @param fetchable whether it stands at a URL that the vendor can fetch: no send has to carry the file then
     */
    public MediaWay where(boolean fetchable) {
        return this == FIRST_SEND && fetchable ? LINK : this;
    }
}
