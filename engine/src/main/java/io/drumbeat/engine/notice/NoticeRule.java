package io.drumbeat.engine.notice;

import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.engine.fetch.PrivateNetwork;
import java.util.List;

/**
 * What a campaign may ask to be told.
 *
 * @param signs whether this installation has a secret to sign with
 * @param allowPrivateHosts whether loopback, link-local and private addresses may be told
 */
public record NoticeRule(boolean signs, boolean allowPrivateHosts) {

    /** Notes what is wrong with {@code notices}. A host that is not known here may be soon. */
    public void check(CampaignSpec.Notices notices, List<FieldError> errors) {
        if (!signs) {
            errors.add(new FieldError(
                    "notify",
                    "must be left out: DRUMBEAT_NOTIFY_SECRET, with which it would be signed, is not set here"));
        } else if (!allowPrivateHosts && PrivateNetwork.hasHost(notices.url().getHost())) {
            errors.add(new FieldError("notify.url", "leads to a private address, which is not allowed here"));
        }
    }
}
