package io.drumbeat.campaigns.audience;

import java.io.IOException;
import java.util.List;

/** Where an audience's rows go, in the order of the file. */
interface AudienceSink {
    /** {@code n} counts recipients from 1, without gaps; {@code variables} end with what is passed on. */
    void recipient(long n, long line, String phone, List<String> variables) throws IOException;

    void rejected(RejectedRow row) throws IOException;
}
