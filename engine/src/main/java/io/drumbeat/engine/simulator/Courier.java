package io.drumbeat.engine.simulator;

import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.engine.simulator.Course.Report;
import io.drumbeat.engine.simulator.Course.When;
import io.drumbeat.engine.simulator.Simulator.CallbackTimes;
import io.drumbeat.engine.simulator.protocol.ReceivedMessage;
import io.drumbeat.engine.simulator.protocol.Vendor;
import io.drumbeat.engine.simulator.protocol.Webhook;
import io.drumbeat.engine.simulator.protocol.Webhook.Event;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whoever wants to hear of an account what becomes of its messages. Safe to use from many threads. */
final class Courier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final Vendors vendors;
    private final Ledger ledger;
    private final CallbackTimes times;
    private final Outbox outbox;
    private final Map<String, Registration> registrations = new ConcurrentHashMap<>();

    Courier(Vendors vendors, Ledger ledger, CallbackTimes times) {
        this.vendors = vendors;
        this.ledger = ledger;
        this.times = times;
        this.outbox = new Outbox(ledger, times.retry());
    }

    /** @throws IllegalArgumentException where the vendor calls nobody back, or a part is no use */
    void register(String account, URI url, String secret) {
        Webhook webhook = Optional.of(account)
                .filter(one -> one.matches("[^/]+/.+"))
                .flatMap(one -> vendors.byName(one.replaceFirst("/.*", "")))
                .flatMap(Vendor::webhook)
                .orElseThrow(() -> new IllegalArgumentException(
                        "account must be one of " + String.join(", ", vendors.calling()) + ", then / and its number"));
        end(registrations.put(account, new Registration(account, url, secret, webhook)));
    }

    void forget(String account) {
        end(registrations.remove(account));
    }

    void forgetAll() {
        registrations.keySet().forEach(this::forget);
    }

    private static void end(@Nullable Registration registration) {
        if (registration != null) {
            registration.end();
        }
    }

    /** Reports of {@code message} what {@code course} says; returns at once, or where that is early, when it is done. */
    void report(ReceivedMessage message, Course course) {
        Registration registration = registrations.get(message.account());
        if (registration == null || !outbox.reserve(registration, course.callbacks())) {
            return;
        }
        Instant accepted = Instant.now();
        CompletableFuture<Void> told = outbox.after(before(course.when()));
        for (Report report : course.reports()) {
            told = told.thenCompose(now -> report(registration, message, report, accepted))
                    .thenCompose(now -> outbox.after(times.apart()));
        }
        if (!course.reply().isEmpty()) {
            told = told.thenCompose(now -> reply(registration, message, course.reply()));
        }
        if (course.when() == When.EARLY) {
            await(told);
        }
    }

    private CompletableFuture<Void> reply(Registration to, ReceivedMessage message, String text) {
        ReceivedMessage reply = inbound(message.account(), message.phone());
        return outbox.post(to, to.webhook().inbound(reply, text, Instant.now()), true);
    }

    private Duration before(When when) {
        return switch (when) {
            case AT_ONCE -> times.apart();
            case LATE -> times.late();
            case EARLY -> Duration.ZERO;
        };
    }

    /** In whatever order they are reported: things happened in theirs. */
    private CompletableFuture<Void> report(Registration to, ReceivedMessage message, Report report, Instant accepted) {
        Stage stage = report.stage();
        if (report.genuine() && !to.ended()) {
            ledger.reported(message.phone(), stage);
        }
        Instant at = accepted.plus(times.apart().multipliedBy(step(stage)));
        return outbox.post(to, to.webhook().status(message, stage, report.code(), at), report.genuine());
    }

    private static int step(Stage stage) {
        return switch (stage) {
            case SENT -> 0;
            case DELIVERED -> 1;
            case READ, FAILED -> 2;
        };
    }

    private static void await(CompletableFuture<Void> told) {
        try {
            told.get(Outbox.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Callbacks took longer than their send may", e);
        }
    }

    /** @throws IllegalArgumentException where nobody wants to hear of the account, or this is no phone */
    void write(String account, String phone, String text) {
        Registration to = registration(account);
        post(to, to.webhook().inbound(inbound(account, phone), text, Instant.now()));
    }

    /** @throws IllegalArgumentException as for {@link #write}, and where the vendor tells no such thing */
    void prefer(String account, String phone, boolean wanted) {
        Registration to = registration(account);
        post(
                to,
                to.webhook()
                        .preference(inbound(account, phone), wanted, Instant.now())
                        .orElseThrow(() -> new IllegalArgumentException("this vendor has no preferences")));
    }

    private void post(Registration to, Event event) {
        if (outbox.reserve(to, 1)) {
            var unused = outbox.post(to, event, true);
        }
    }

    private Registration registration(String account) {
        Registration registration = registrations.get(account);
        if (registration == null) {
            throw new IllegalArgumentException("account has no webhook");
        }
        return registration;
    }

    private ReceivedMessage inbound(String account, String phone) {
        if (!phone.matches("\\+?[1-9][0-9]{5,14}")) {
            throw new IllegalArgumentException("phone must be digits with the country code");
        }
        String id = "in-" + Long.toString(ledger.nextId(), 36);
        return new ReceivedMessage(account, phone.startsWith("+") ? phone : "+" + phone, id, null);
    }

    @Override
    public void close() {
        outbox.close();
    }
}
