package io.drumbeat.engine.gateway.callback;

import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.phone.PhoneReader;
import io.drumbeat.campaigns.audience.phone.PhoneReading;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.engine.gateway.http.Redaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what one callback says, in the vendor's own texts; what names no message and says nothing is left out. */
public final class NewsItems {

    private static final Pattern PHONE =
            Pattern.compile("\\+?([1-9][0-9]{5,14})(?::[0-9]+)?(?:@(?:s\\.whatsapp\\.net|c\\.us))?");
    private static final Pattern DISPATCH = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final PhoneReader PHONES = new PhoneReader(PhoneFormat.INTERNATIONAL, null);

    private final Instant received;
    private final Map<Optional<String>, OfNumber> numbers = new LinkedHashMap<>();

    /** @param received stands in for a time that the vendor does not tell */
    public NewsItems(Instant received) {
        this.received = received;
    }

    /**
     * Whom a vendor's text is about, before it is read.
     *
     * @param phone in any form; null where it is hidden
     * @param userId the vendor's own id of the person; null where it tells none
     */
    public record Whom(@Nullable String phone, @Nullable String userId) {}

    /** What is said of the number of ours that the vendor calls {@code number}; null where it does not say which. */
    public OfNumber of(@Nullable String number) {
        return numbers.computeIfAbsent(Optional.ofNullable(number), OfNumber::new);
    }

    /** All that was added. */
    public List<Callbacks.News> news() {
        return numbers.values().stream().map(OfNumber::news).toList();
    }

    /** What is said of one number. */
    public final class OfNumber {

        private final Optional<String> number;
        private final List<Receipt> receipts = new ArrayList<>();
        private final List<Callbacks.Inbound> inbound = new ArrayList<>();
        private final List<Callbacks.Preference> preferences = new ArrayList<>();

        private OfNumber(Optional<String> number) {
            this.number = number;
        }

        /**
         * Adds a receipt, where it says how far which message has come.
         *
         * @param stage null: none that matters
         * @param at as {@link VendorTime} reads it
         * @param failure asked only where it failed
         */
        public void receipt(
                @Nullable String messageId,
                @Nullable String dispatch,
                Whom whom,
                Receipt.@Nullable Stage stage,
                @Nullable String at,
                Supplier<Failure> failure) {
            String id = Redaction.usableId(messageId);
            UUID key = dispatch(dispatch);
            Speaker recipient = speaker(whom, null);
            if (stage != null
                    && (id != null || key != null || recipient.phone() != null || recipient.userId() != null)) {
                receipts.add(new Receipt(
                        id,
                        key,
                        recipient.phone(),
                        recipient.userId(),
                        stage,
                        time(at),
                        stage == Receipt.Stage.FAILED ? failure.get() : null));
            }
        }

        /**
         * Adds what somebody wrote or tapped, also where nothing says who: an opt-out is not dropped for that.
         *
         * @param answered the message of ours that it answers; null where it names none
         * @param texts empty where it was no text
         */
        public void inbound(Whom whom, @Nullable String answered, List<String> texts, @Nullable String at) {
            Speaker speaker = speaker(whom, answered);
            if (!texts.isEmpty() || speaker.phone() != null || speaker.userId() != null || speaker.answered() != null) {
                inbound.add(new Callbacks.Inbound(speaker, texts, time(at)));
            }
        }

        /** Adds what somebody told the vendor. */
        public void preference(Whom whom, boolean wanted, @Nullable String at) {
            preferences.add(new Callbacks.Preference(speaker(whom, null), wanted, time(at)));
        }

        private Callbacks.News news() {
            return new Callbacks.News(number.orElse(null), receipts, inbound, preferences);
        }
    }

    private static Speaker speaker(Whom whom, @Nullable String answered) {
        return new Speaker(phone(whom.phone()), Redaction.usableId(whom.userId()), Redaction.usableId(answered));
    }

    /**
     * In E.164, as recipients are: WhatsApp itself still writes Mexican numbers with a 1. Of its own addresses only those
     * of persons are numbers.
     */
    public static @Nullable String phone(@Nullable String text) {
        Matcher matcher = PHONE.matcher(text == null ? "" : text.strip());
        if (!matcher.matches()) {
            return null;
        }
        String written = "+" + matcher.group(1);
        return PHONES.read(written).fold(PhoneReading.Valid::e164, refused -> written);
    }

    private static @Nullable UUID dispatch(@Nullable String text) {
        return text != null && DISPATCH.matcher(text).matches() ? UUID.fromString(text) : null;
    }

    private Instant time(@Nullable String text) {
        return VendorTime.parse(text).orElse(received);
    }
}
