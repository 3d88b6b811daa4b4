package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.audience.reject.RejectedRow;
import java.io.IOException;

/** Where an audience's rows go, in the order of the file. */
interface AudienceSink {
    /** {@code n} counts recipients from 1, without gaps. */
    void recipient(long n, Row.Sendable row) throws IOException;

    void rejected(RejectedRow row) throws IOException;
}
