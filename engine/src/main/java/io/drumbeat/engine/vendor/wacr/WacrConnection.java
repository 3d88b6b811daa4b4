package io.drumbeat.engine.vendor.wacr;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.Message;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keeps back what WA.cr would surely refuse, and says of an answer what only the message tells. */
final class WacrConnection implements Gateway.Connection {

    private static final int LEAST_DIGITS = 10;
    private static final int MOST_CAPTION = 1024;
    private static final Pattern CONTACT_ID = Pattern.compile("[0-9]{1,18}");

    private final Gateway.Connection connection;

    WacrConnection(Gateway.Connection connection) {
        this.connection = connection;
    }

    @Override
    public Outcome send(Message message) {
        return refusal(message).orElseGet(() -> of(message, connection.send(message)));
    }

    private static Optional<Outcome> refusal(Message message) {
        if (message.phoneDigits().length() < LEAST_DIGITS) {
            return refusal("phone_short", "WA.cr takes phones of 10 to 15 digits only.");
        }
        String contact = message.columns().get("contact_id");
        if (contact != null && !CONTACT_ID.matcher(contact).matches()) {
            return refusal("contact_id", "WA.cr takes a whole number as contact_id only.");
        }
        String caption = WacrGateway.caption(message);
        return caption == null || caption.length() <= MOST_CAPTION
                ? Optional.empty()
                : refusal(
                        "caption_long",
                        "The caption would have more than 1024 characters once its @{ are broken up for WA.cr.");
    }

    private static Optional<Outcome> refusal(String code, String reason) {
        return Optional.of(new Outcome.Rejected(code, reason, false));
    }

    /** What was sent by URL is no publication of ours, and a campaign's author wants to know which media was refused. */
    private static Outcome of(Message message, Outcome outcome) {
        String url = message.media().fold(id -> id.value(), link -> link.url(), file -> "");
        if (outcome instanceof Outcome.Accepted accepted && !url.isEmpty()) {
            return new Outcome.Accepted(accepted.messageId());
        }
        if (outcome instanceof Outcome.CampaignBlocked blocked) {
            String media = url.isEmpty() ? "the file that was posted" : url;
            return new Outcome.CampaignBlocked(
                    blocked.code(), sentence(blocked.message()) + " The media is " + media, true);
        }
        return outcome;
    }

    private static String sentence(String text) {
        return text.isEmpty() || text.endsWith(".") ? text : text + ".";
    }

    @Override
    public void close() {
        connection.close();
    }
}
