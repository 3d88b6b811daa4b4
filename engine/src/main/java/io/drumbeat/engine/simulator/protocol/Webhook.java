package io.drumbeat.engine.simulator.protocol;

import io.drumbeat.campaigns.receipt.Receipt.Stage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How one vendor calls back: what it says, and how it shows that it is itself. */
public interface Webhook {

    /**
     * What a vendor has to tell.
     *
     * @param name the vendor's own for such news
     * @param body JSON
     */
    record Event(String name, String body) {}

    /**
     * That {@code message} has come as far as {@code stage}.
     *
     * @param code Cloud's, where it failed
     */
    Event status(ReceivedMessage message, Stage stage, String code, Instant at);

    /** That {@code message} has come in at its account: here its phone is the writer's. */
    Event inbound(ReceivedMessage message, String text, Instant at);

    /** That who is at {@code message}'s phone wants marketing, or does not; empty where the vendor tells no such thing. */
    default Optional<Event> preference(ReceivedMessage message, boolean wanted, Instant at) {
        return Optional.empty();
    }

    /**
     * Where {@code event} goes, for who registered {@code url}, and what proves whom it is from.
     *
     * @param attempt 1 for the first
     */
    HttpRequest.Builder address(URI url, String secret, Event event, int attempt);

    /** The word that vendors have for {@code stage}. */
    static String word(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }
}
