package io.drumbeat.engine.admission;

import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.ApprovedTemplate;
import io.drumbeat.engine.gateway.TemplateLookup;
import io.drumbeat.engine.gateway.TemplateLookup.Listed;
import io.drumbeat.engine.gateway.TemplateLookup.Listing;
import io.drumbeat.engine.gateway.TemplateLookup.Unanswered;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.sender.ConnectedSenders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The templates that senders can send, as their vendors list them. A vendor is asked again no sooner than after half a minute, or
 * after five seconds where it did not answer; whoever asks meanwhile gets the same, or waits for it. Safe to use from many threads.
 */
public final class TemplateCatalog {

    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration FAILED = Duration.ofSeconds(5);

    private final Map<SenderId, Entry> entries;

    /** @param connected those that this process can reach */
    public TemplateCatalog(ConnectedSenders connected, InstantSource clock) {
        this.entries = connected.all().stream()
                .collect(Collectors.toUnmodifiableMap(ConnectedSender::id, sender -> new Entry(sender, clock)));
    }

    /** What comes of asking. */
    public sealed interface Result {

        /** What {@code known} or {@code unknown} makes of it, whichever it is. */
        <T> T fold(Function<Known, T> known, Function<Unknown, T> unknown);
    }

    /** These are all, by name and language. */
    public record Known(List<ApprovedTemplate> templates) implements Result {
        public Known {
            templates = List.copyOf(templates);
        }

        @Override
        public <T> T fold(Function<Known, T> known, Function<Unknown, T> unknown) {
            return known.apply(this);
        }
    }

    /** They cannot be told; {@code why} is for people, and says what to do. */
    public record Unknown(String why) implements Result {
        @Override
        public <T> T fold(Function<Known, T> known, Function<Unknown, T> unknown) {
            return unknown.apply(this);
        }
    }

    /** The approved templates of {@code sender}, or why they are not known; empty: this process does not know the sender. */
    public Optional<Result> of(SenderId sender) {
        return Optional.ofNullable(entries.get(sender)).map(Entry::result);
    }

    private static final class Entry {
        private final ConnectedSender sender;
        private final InstantSource clock;
        private @Nullable Listing last;
        private Instant until = Instant.MIN;

        Entry(ConnectedSender sender, InstantSource clock) {
            this.sender = sender;
            this.clock = clock;
        }

        Result result() {
            String name = sender.sender().name();
            if (!sender.type().takesTemplates()) {
                return new Unknown("%s sends by %s, which has no templates: write the text of the message instead."
                        .formatted(name, sender.sender().gateway()));
            }
            return sender.gateway()
                    .templates()
                    .map(this::asked)
                    .<Result>map(listing -> listing instanceof Listed listed
                            ? new Known(listed.templates())
                            : new Unknown(why(name, ((Unanswered) listing).why())))
                    .orElseGet(() -> new Unknown(
                            "Nobody has said to which business %s belongs: set businessAccountId among its settings in senders.json."
                                    .formatted(name)));
        }

        private synchronized Listing asked(TemplateLookup lookup) {
            Listing known = last;
            if (known != null && clock.instant().isBefore(until)) {
                return known;
            }
            Listing listing = lookup.approved();
            until = clock.instant().plus(listing instanceof Listed ? FRESH : FAILED);
            last = listing;
            return listing;
        }

        private static String why(String sender, Failure failure) {
            boolean refused = failure instanceof Outcome.SenderBlocked || failure instanceof Outcome.Rejected;
            return "Meta does not tell the templates of %s (%s). %s"
                    .formatted(
                            sender,
                            failure.message().isEmpty() ? failure.code() : failure.code() + ": " + failure.message(),
                            refused
                                    ? "Check its businessAccountId in senders.json, and that its access token is valid and has the permission whatsapp_business_management."
                                    : "Try again in a moment.");
        }
    }
}
