package io.drumbeat.engine.gateway.callback;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.engine.gateway.SenderAccess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A vendor's callbacks: which of them are genuine, and what they say. */
public interface Callbacks {

    /** The credential without which a sender takes no callbacks. */
    String secret();

    /** What the address that the vendor is given has behind it; a word in capitals stands for a credential. */
    default String query() {
        return "";
    }

    /**
     * Whether {@code callback} comes from {@code sender}'s vendor; compared in constant time.
     *
     * @param sender has the {@link #secret}
     * @param now what a signed time is compared with, where the scheme has one
     */
    boolean genuine(Callback callback, SenderAccess sender, Instant now);

    /** What a GET that asks whether this webhook is ours is answered with; empty where it is refused. */
    default Optional<String> challenge(Callback callback, SenderAccess sender) {
        return Optional.empty();
    }

    /**
     * What {@code body} says, by our numbers. What it does not understand it leaves out: vendors report much that is not
     * about sends.
     *
     * @param received stands in for a time that the body lacks
     */
    List<News> read(JsonNode body, Instant received);

    /** What {@code body} says of a business of ours rather than of messages. */
    default List<Announcement> announcements(JsonNode body) {
        return List.of();
    }

    /** How people see those of our numbers that {@code body} is about, in digits, by what the vendor calls them. */
    default Map<String, String> shownNumbers(JsonNode body) {
        return Map.of();
    }

    /**
     * What a callback says of one of our numbers, in the vendor's own words where it has some.
     *
     * @param number what the vendor calls that number of ours, as a sender's settings do; null where it does not say
     * @param receipts of messages that were sent
     * @param inbound messages that people wrote
     * @param preferences what people told the vendor itself
     */
    record News(@Nullable String number, List<Receipt> receipts, List<Inbound> inbound, List<Preference> preferences) {
        public News {
            receipts = List.copyOf(receipts);
            inbound = List.copyOf(inbound);
            preferences = List.copyOf(preferences);
        }
    }

    /**
     * A message that a person wrote, or what they tapped.
     *
     * @param texts what it says, in each form that the vendor tells: a tapped button's label and its payload; empty where
     *     it is no text
     */
    record Inbound(Speaker speaker, List<String> texts, Instant at) {
        public Inbound {
            texts = List.copyOf(texts);
        }

        /** Leaves out who wrote what: this may reach a log. */
        @Override
        public String toString() {
            return "Inbound[" + at + "]";
        }
    }

    /**
     * A person's word to the vendor on whether they want such messages.
     *
     * @param wanted false: an opt-out
     */
    record Preference(Speaker speaker, boolean wanted, Instant at) {
        /** Leaves out whose it is: this may reach a log. */
        @Override
        public String toString() {
            return "Preference[" + wanted + ", " + at + "]";
        }
    }
}
