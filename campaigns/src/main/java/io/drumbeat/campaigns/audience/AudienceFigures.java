package io.drumbeat.campaigns.audience;

/**
 * What came of a file's rows; each is counted in one of the four others.
 *
 * @param rows data records
 * @param accepted recipients
 * @param rejected rows with a fault of their own
 * @param duplicates rows whose number an accepted row above has
 * @param suppressed rows whose number is on the suppression list
 */
public record AudienceFigures(long rows, long accepted, long rejected, long duplicates, long suppressed) {

    /** @throws IllegalArgumentException where they do not add up */
    public AudienceFigures {
        if (accepted + rejected + duplicates + suppressed != rows) {
            throw new IllegalArgumentException("the figures of an audience do not add up");
        }
    }
}
