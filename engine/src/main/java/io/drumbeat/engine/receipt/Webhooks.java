package io.drumbeat.engine.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.ReceiptStore;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.suppression.OptOutWords;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import io.drumbeat.campaigns.suppression.Wish;
import io.drumbeat.engine.gateway.Callback;
import io.drumbeat.engine.gateway.Callbacks;
import io.drumbeat.engine.gateway.Redaction;
import io.drumbeat.engine.gateway.SenderAccess;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes vendors' callbacks: what a genuine one says is stored when this returns, and applied a moment later. Taking one
 * twice changes nothing. Safe to use from many threads.
 */
public final class Webhooks {

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration OUR_CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final Map<SenderId, Inlet> inlets;
    private final ReceiptStore receipts;
    private final SuppressionStore suppressions;
    private final OptOutWords words;
    private final Clock clock;
    private final Runnable stored;

    /** @param stored is run when there are new receipts to apply */
    public Webhooks(
            Map<SenderId, Inlet> inlets,
            ReceiptStore receipts,
            SuppressionStore suppressions,
            OptOutWords words,
            Clock clock,
            Runnable stored) {
        this.inlets = Map.copyOf(inlets);
        this.receipts = receipts;
        this.suppressions = suppressions;
        this.words = words;
        this.clock = clock;
        this.stored = stored;
    }

    /**
     * A sender whose vendor can call back.
     *
     * @param callbacks how that vendor does; null: it does not
     */
    public record Inlet(
            SenderAccess access,
            AccountKey account,
            @Nullable Callbacks callbacks) {}

    /** What became of a callback. */
    public enum Verdict {
        TAKEN,
        /** There is no such sender, or its vendor calls nobody back. */
        UNKNOWN,
        /** The sender has no secret to tell genuine callbacks by: none is taken. */
        NO_SECRET,
        /** Its signature, token or time is not the vendor's. */
        FORGED,
        /** It is genuine, but no JSON. */
        UNREADABLE
    }

    /** Takes what {@code sender}'s vendor says. */
    public Verdict take(SenderId sender, Callback callback) {
        Inlet inlet = inlets.get(sender);
        Callbacks callbacks = inlet == null ? null : inlet.callbacks;
        if (inlet == null || callbacks == null) {
            return Verdict.UNKNOWN;
        }
        if (!inlet.access.credentials().containsKey(callbacks.secret())) {
            return Verdict.NO_SECRET;
        }
        if (!callbacks.genuine(callback, inlet.access, clock.instant())) {
            return Verdict.FORGED;
        }
        JsonNode body;
        try {
            body = MAPPER.readTree(new String(callback.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            return Verdict.UNREADABLE;
        }
        store(sender, inlet, callbacks.read(body, clock.instant()));
        return Verdict.TAKEN;
    }

    /** What a vendor that asks whether {@code sender}'s webhook is ours is answered with; empty where it is refused. */
    public Optional<String> challenge(SenderId sender, Callback callback) {
        return Optional.ofNullable(inlets.get(sender))
                .flatMap(inlet -> Optional.ofNullable(inlet.callbacks)
                        .flatMap(callbacks -> callbacks.challenge(callback, inlet.access)));
    }

    private void store(SenderId sender, Inlet inlet, Callbacks.News news) {
        Instant now = clock.instant();
        Redaction redaction = Redaction.of(inlet.access);
        List<Receipt> clean = news.receipts().stream()
                .map(receipt -> clean(receipt, redaction, now))
                .toList();
        receipts.store(inlet.account, clean);
        news.inbound()
                .forEach(inbound -> Optional.ofNullable(inbound.text())
                        .flatMap(words::meaning)
                        .ifPresent(wish -> heard(inbound.phone(), wish, inbound.at(), "reply to " + sender)));
        news.preferences()
                .forEach(preference -> heard(
                        preference.phone(),
                        preference.wanted() ? Wish.START : Wish.STOP,
                        preference.at(),
                        "preference told to the vendor of " + sender));
        if (!clean.isEmpty()) {
            stored.run();
        }
        LOG.debug("Sender {}: {} receipts", sender, clean.size());
    }

    private void heard(String phone, Wish wish, Instant at, String source) {
        suppressions.heard(phone, wish, at, source);
        LOG.info("An opt-out word was heard: {} ({})", wish, source);
    }

    private static Receipt clean(Receipt receipt, Redaction redaction, Instant now) {
        boolean ahead = receipt.at().isAfter(now.plus(OUR_CLOCKS_DIFFER));
        return new Receipt(
                receipt.messageId(),
                receipt.dispatch(),
                receipt.phone(),
                receipt.stage(),
                ahead ? now : receipt.at(),
                receipt.failure() == null ? null : receipt.failure().fold(redaction));
    }
}
