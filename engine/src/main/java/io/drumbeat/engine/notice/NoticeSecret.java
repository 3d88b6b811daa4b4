package io.drumbeat.engine.notice;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.drumbeat.campaigns.notice.Notice;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** What notices are signed with, by the convention of Standard Webhooks (standardwebhooks.com). */
public final class NoticeSecret {

    private static final String PREFIX = "whsec_";

    private final Webhook webhook;

    /**
     * @param text {@code whsec_} and the key in base64
     * @throws IllegalArgumentException where it is none, with what to write instead
     */
    public NoticeSecret(String text) {
        if (!isSecret(text)) {
            throw new IllegalArgumentException(
                    "must be whsec_ and a key in base64, as from: echo whsec_$(openssl rand" + " -base64 32)");
        }
        this.webhook = new Webhook(text);
    }

    private static boolean isSecret(String text) {
        try {
            return text.startsWith(PREFIX) && Base64.getDecoder().decode(text.substring(PREFIX.length())).length > 0;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    /** The headers that show that {@code notice} is ours, and of {@code now}. */
    Map<String, String> headers(Notice notice, Instant now) {
        String id = "msg_" + notice.messageId();
        long seconds = now.getEpochSecond();
        try {
            return Map.of(
                    Webhook.UNBRANDED_MSG_ID_KEY,
                    id,
                    Webhook.UNBRANDED_MSG_TIMESTAMP_KEY,
                    Long.toString(seconds),
                    Webhook.UNBRANDED_MSG_SIGNATURE_KEY,
                    webhook.sign(id, seconds, notice.body()));
        } catch (WebhookSigningException everyJreHasHmac) {
            throw new AssertionError(everyJreHasHmac);
        }
    }

    /** Shows nothing of it. */
    @Override
    public String toString() {
        return "***";
    }
}
