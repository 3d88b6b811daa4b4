package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.outcome.Report;
import java.time.Duration;
import java.util.UUID;

/** Takes what vendors report of sends that are over. */
public interface ReportStore {

    /**
     * Writes what a vendor reports of a dispatch that is over, also in a campaign that has ended. Reports may be repeated
     * and come in any order; one of a dispatch that was never accepted and is not unconfirmed changes nothing.
     *
     * @param ago how long ago it happened
     */
    void learn(UUID dispatch, Report report, Duration ago);
}
