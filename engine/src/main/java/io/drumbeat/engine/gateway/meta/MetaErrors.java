package io.drumbeat.engine.gateway.meta;

import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Retry;
import io.drumbeat.engine.gateway.http.ErrorTable;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.http.StatusTable;
import org.jspecify.annotations.Nullable;

/**
 * What Meta's error codes mean, whoever passes them on.
 *
 * @see <a href="https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes">Error codes</a>
 */
public final class MetaErrors {

    /** Of a reply's {@code error.code}. */
    private static final ErrorTable CODES = ErrorTable.builder()
            // API unknown, API service, something went wrong, service unavailable
            .retry(Retry.USUAL, "1", "2", "131000", "131016")
            // too many calls: app, business account, number; the account is in maintenance
            .slowDown("4", "80007", "130429", "131057")
            // too many messages to one recipient in a short time
            .retry(Retry.SAME_PAIR, "131056")
            // Meta's limit of marketing messages to one recipient, over all businesses
            .retry(Retry.DAILY, "131049")
            // undeliverable; outside 24 hours; in an experiment; country not allowed; template's parameters
            .reject("131026", "131047", "130472", "130497", "132000", "132012")
            // the recipient has opted out of marketing messages
            .rejectAndSuppress("131050")
            // token and permissions; 33: no such number's id
            .blockSender("0", "3", "10", "33", "190")
            .blockSender(200, 299)
            // account restricted, locked, unpaid, over its limits, not registered, of poor quality
            .blockSender("368", "131005", "131031", "131037", "131042", "131045", "131048", "133010")
            // template does not exist, is paused, is disabled
            .blockCampaign("132001", "132015", "132016")
            // media could not be had
            .uploadAgain("131053")
            .build();

    /** "Unknown path components": of the request's address, so it is no word about a message, and in no receipt. */
    private static final String UNKNOWN_PATH = "2500";

    private MetaErrors() {}

    /** What a reply to a send means that is no success. */
    public static Failure read(Reply reply) {
        String code = reply.first("/error/code").orElseGet(() -> StatusTable.code(reply));
        String message =
                reply.first("/error/error_data/details", "/error/message").orElse("");
        return CODES.read(code, message, reply).orElseGet(() -> unlisted(reply, code, message));
    }

    /** As {@link ErrorTable#ofReceipt}, of a status that says failed. */
    public static Failure ofReceipt(@Nullable String code, @Nullable String message) {
        return CODES.ofReceipt(code, message);
    }

    private static Failure unlisted(Reply reply, String code, String message) {
        boolean refused = reply.status() >= 400
                && reply.status() < 500
                && reply.json().path("error").isObject();
        if (reply.status() == 429) {
            return new Outcome.AccountBusy(code, message, reply.retryAfter());
        }
        if (reply.status() == 401 || code.equals(UNKNOWN_PATH)) {
            return new Outcome.SenderBlocked(code, message);
        }
        return refused ? new Outcome.Rejected(code, message, false) : StatusTable.unconfirmed(reply);
    }
}
