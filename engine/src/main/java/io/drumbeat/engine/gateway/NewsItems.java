package io.drumbeat.engine.gateway;

import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.PhoneReader;
import io.drumbeat.campaigns.audience.PhoneReading;
import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.campaigns.receipt.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what one callback says, in the vendor's own texts; what names no message and nobody is left out. */
public final class NewsItems {

    private static final Pattern PHONE =
            Pattern.compile("\\+?([1-9][0-9]{5,14})(?::[0-9]+)?(?:@(?:s\\.whatsapp\\.net|c\\.us))?");
    private static final Pattern DISPATCH = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final PhoneReader PHONES = new PhoneReader(AudienceSpec.PhoneFormat.INTERNATIONAL, null);

    private final Instant received;
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<Callbacks.Inbound> inbound = new ArrayList<>();
    private final List<Callbacks.Preference> preferences = new ArrayList<>();

    /** @param received stands in for a time that the vendor does not tell */
    public NewsItems(Instant received) {
        this.received = received;
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
            @Nullable String phone,
            Receipt.@Nullable Stage stage,
            @Nullable String at,
            Supplier<Outcome> failure) {
        String id = Redaction.usableId(messageId);
        UUID key = dispatch(dispatch);
        String number = phone(phone);
        if (stage != null && (id != null || key != null || number != null)) {
            receipts.add(new Receipt(
                    id, key, number, stage, time(at), stage == Receipt.Stage.FAILED ? failure.get() : null));
        }
    }

    /** Adds what {@code phone} wrote; {@code text} null where it was no text. */
    public void inbound(@Nullable String phone, @Nullable String text, @Nullable String at) {
        String number = phone(phone);
        if (number != null) {
            inbound.add(new Callbacks.Inbound(number, text, time(at)));
        }
    }

    /** Adds what {@code phone} told the vendor. */
    public void preference(@Nullable String phone, boolean wanted, @Nullable String at) {
        String number = phone(phone);
        if (number != null) {
            preferences.add(new Callbacks.Preference(number, wanted, time(at)));
        }
    }

    /** All that was added. */
    public Callbacks.News news() {
        return new Callbacks.News(receipts, inbound, preferences);
    }

    /**
     * In E.164, as recipients are: WhatsApp itself still writes Mexican numbers with a 1. Of its own addresses only those
     * of persons are numbers.
     */
    static @Nullable String phone(@Nullable String text) {
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
