package io.drumbeat.engine.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.dispatch.AnnouncementStore;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.ReceiptStore;
import io.drumbeat.campaigns.reply.Reply;
import io.drumbeat.campaigns.reply.ReplyStore;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.suppression.Consent;
import io.drumbeat.campaigns.suppression.OptOutWords;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import io.drumbeat.engine.gateway.callback.Announcement;
import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.http.Redaction;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes vendors' callbacks: what a genuine one says is stored when this returns, and applied a moment later. Taking one
 * twice changes nothing. Safe to use from many threads.
 */
public final class Webhooks {

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration OUR_CLOCKS_DIFFER = Duration.ofMinutes(5);

    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private final ConnectedSenders senders;
    private final ReceiptStore receipts;
    private final ReplyStore replies;
    private final SuppressionStore suppressions;
    private final SenderStore numbers;
    private final AnnouncementStore announcements;
    private final ShownNumbers shown;
    private final Map<SenderId, Instant> noted = new ConcurrentHashMap<>();
    private final OptOutWords words;
    private final Clock clock;
    private final Runnable stored;
    private final MeterRegistry meters;
    private final Counter unmatched;

    /**
     * @param meters counts the opt-outs that nobody can tell whose they are
     * @param stored is run when there are new receipts or replies to apply
     */
    public Webhooks(
            ConnectedSenders senders,
            ReceiptStore receipts,
            ReplyStore replies,
            SuppressionStore suppressions,
            SenderStore numbers,
            AnnouncementStore announcements,
            OptOutWords words,
            Clock clock,
            MeterRegistry meters,
            Runnable stored) {
        this.senders = senders;
        this.receipts = receipts;
        this.replies = replies;
        this.suppressions = suppressions;
        this.numbers = numbers;
        this.announcements = announcements;
        this.shown = new ShownNumbers(announcements);
        this.words = words;
        this.clock = clock;
        this.stored = stored;
        this.meters = meters;
        this.unmatched = meters.counter("drumbeat.opt.outs.unmatched");
    }

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

    /** Takes what the vendor of {@code id} says. */
    public Verdict take(SenderId id, Callback callback) {
        ConnectedSender sender = senders.find(id).orElse(null);
        Callbacks callbacks = sender == null ? null : sender.type().callbacks().orElse(null);
        if (sender == null || callbacks == null) {
            return Verdict.UNKNOWN;
        }
        if (!sender.access().credentials().containsKey(callbacks.secret())) {
            return Verdict.NO_SECRET;
        }
        if (!callbacks.genuine(callback, sender.access(), clock.instant())) {
            return Verdict.FORGED;
        }
        JsonNode body;
        try {
            body = MAPPER.readTree(new String(callback.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            return Verdict.UNREADABLE;
        }
        Redaction redaction = Redaction.of(sender.access());
        callbacks.read(body, clock.instant()).forEach(news -> store(news, sender, redaction));
        callbacks
                .shownNumbers(body)
                .forEach((number, digits) ->
                        senders.meant(number, sender).ifPresent(found -> shown.shown(found.account(), digits)));
        callbacks.announcements(body).forEach(announcement -> take(announcement, sender, redaction));
        note(id);
        return Verdict.TAKEN;
    }

    /** Callbacks come by the thousand a second, and once a minute says that they come. */
    private void note(SenderId id) {
        Instant now = clock.instant();
        Instant before = noted.get(id);
        if (before == null || now.isAfter(before.plus(NOTED_EVERY)) || now.isBefore(before)) {
            numbers.calledBack(id);
            noted.put(id, now);
        }
    }

    /** What a vendor that asks whether the webhook of {@code id} is ours is answered with; empty where it is refused. */
    public Optional<String> challenge(SenderId id, Callback callback) {
        return senders.find(id)
                .flatMap(sender ->
                        sender.type().callbacks().flatMap(callbacks -> callbacks.challenge(callback, sender.access())));
    }

    /**
     * What people say about a number that nobody has counts for the addressed one. A receipt does not: by the phone that it
     * names it could be taken for one of another message to the same person.
     */
    private void store(Callbacks.News news, ConnectedSender addressed, Redaction redaction) {
        Optional<ConnectedSender> found = senders.meant(news.number(), addressed);
        ConnectedSender sender = found.orElse(addressed);
        AccountKey account = sender.account();
        Instant now = clock.instant();
        List<Receipt> clean = news.receipts().stream()
                .map(receipt -> clean(receipt, redaction, now))
                .toList();
        receipts.store(found.isPresent() ? account : account.ofNobody(), clean);
        clean.forEach(receipt -> meters.counter(
                        "drumbeat.receipts", "kind", receipt.stage().name().toLowerCase(Locale.ROOT))
                .increment());
        if (sender.sender().portfolio() != null && !news.inbound().isEmpty()) {
            numbers.written(
                    account, news.inbound().stream().map(Webhooks::writing).toList());
        }
        suppressions.met(news.inbound().stream().map(Callbacks.Inbound::speaker).toList());
        List<Reply> said = new ArrayList<>();
        news.inbound().forEach(inbound -> {
            Optional<Consent> consent = consent(inbound);
            consent.ifPresent(word -> heard(account, inbound.speaker(), word, inbound.at(), "reply to " + sender.id()));
            said.add(new Reply(
                    inbound.speaker(),
                    inbound.at(),
                    true,
                    consent.filter(Consent.WITHDRAWN::equals).isPresent()));
        });
        news.preferences().forEach(preference -> {
            Consent consent = preference.wanted() ? Consent.GIVEN : Consent.WITHDRAWN;
            heard(
                    account,
                    preference.speaker(),
                    consent,
                    preference.at(),
                    "preference told to the vendor of " + sender.id());
            said.add(new Reply(preference.speaker(), preference.at(), false, consent == Consent.WITHDRAWN));
        });
        replies.store(account, said);
        if (!clean.isEmpty() || !said.isEmpty()) {
            stored.run();
        }
        LOG.debug("Sender {}: {} receipts", sender.id(), clean.size());
    }

    private Optional<Consent> consent(Callbacks.Inbound inbound) {
        return inbound.texts().stream()
                .flatMap(text -> words.meaning(text).stream())
                .findFirst();
    }

    private void take(Announcement announcement, ConnectedSender addressed, Redaction redaction) {
        List<ConnectedSender> concerned = senders.ofBusiness(announcement.business(), addressed);
        String words = redaction.clean(announcement.words());
        boolean news = announcements.take(new AnnouncementStore.Announced(
                announcement.key(),
                concerned.stream().map(ConnectedSender::account).toList(),
                announcement.shown(),
                announcement.template(),
                announcement.stops(),
                words));
        if (news) {
            LOG.atLevel(announcement.stops() ? Level.WARN : Level.INFO).log("Sender {}: {}", addressed.id(), words);
        }
    }

    private static SenderStore.Writing writing(Callbacks.Inbound inbound) {
        return new SenderStore.Writing(
                inbound.speaker().phone(), inbound.speaker().userId(), inbound.at());
    }

    private void heard(AccountKey account, Speaker speaker, Consent consent, Instant at, String source) {
        switch (suppressions.heard(account, speaker, consent, at, source)) {
            case APPLIED -> LOG.info("An opt-out word was heard: {} ({})", consent, source);
            case UNCHANGED -> LOG.debug("An opt-out word was told again: {} ({})", consent, source);
            case PENDING -> {
                LOG.warn("An opt-out word came from somebody who is not known yet: {} ({})", consent, source);
                if (consent == Consent.WITHDRAWN) {
                    unmatched.increment();
                }
            }
        }
    }

    private static Receipt clean(Receipt receipt, Redaction redaction, Instant now) {
        boolean ahead = receipt.at().isAfter(now.plus(OUR_CLOCKS_DIFFER));
        return new Receipt(
                receipt.messageId(),
                receipt.dispatch(),
                receipt.phone(),
                receipt.userId(),
                receipt.stage(),
                ahead ? now : receipt.at(),
                receipt.failure() == null ? null : redaction.of(receipt.failure()));
    }
}
