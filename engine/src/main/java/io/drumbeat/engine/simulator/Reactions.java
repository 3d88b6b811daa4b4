package io.drumbeat.engine.simulator;

import io.drumbeat.engine.simulator.protocol.Answer;
import io.drumbeat.engine.simulator.protocol.Checked;
import io.drumbeat.engine.simulator.protocol.ReceivedMessage;
import io.drumbeat.engine.simulator.protocol.Refusal;
import io.drumbeat.engine.simulator.protocol.Request;
import io.drumbeat.engine.simulator.protocol.Uploads;
import io.drumbeat.engine.simulator.protocol.Vendor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.client5.http.utils.DateUtils;

/** What becomes of requests, and how that sounds in their vendor's words. Safe to use from many threads. */
final class Reactions {

    private static final int HUGE_CHARACTERS = 10 << 20;
    private static final String WHY = "Simulated error";

    private final Vendors vendors;
    private final Ledger ledger;
    private final Uploads uploads;
    private final boolean misbehave;
    private final Behaviours behaviours;

    private volatile String everybody = "";

    /** @param misbehave false: nobody misbehaves, whatever the last digits */
    Reactions(Vendors vendors, Ledger ledger, boolean misbehave) {
        this.vendors = vendors;
        this.ledger = ledger;
        this.uploads = ledger.uploads();
        this.misbehave = misbehave;
        this.behaviours = new Behaviours(vendors.faults());
    }

    /** @param digits by which all sends go from now on; empty: by each phone's own */
    void behaveAs(String digits) {
        if (!digits.matches("(\\d{5})?")) {
            throw new IllegalArgumentException("as must be five digits, or empty");
        }
        everybody = digits;
    }

    Reaction to(Request request) {
        String name = request.path().get(0);
        String path = String.join("/", request.path()).substring(name.length());
        return vendors.byName(name)
                .flatMap(vendor -> switch (request.method()) {
                    case "POST" -> vendor.check(path, request).map(checked -> to(vendor, checked));
                    case "GET" -> vendor.look(path, request).map(answer -> Reaction.refusal(name, answer));
                    default -> Optional.empty();
                })
                .orElseGet(() -> Reaction.refusal(
                        name, Answer.json("unknown path", 404, "{\"error\":\"no such path in the simulator\"}")));
    }

    private Reaction to(Vendor vendor, Checked checked) {
        return checked.fold(
                send -> send(vendor, send),
                upload -> upload(vendor, upload),
                refused -> Reaction.refusal(refused.account(), refusal(vendor, refused.why())));
    }

    private Reaction send(Vendor vendor, Checked.Send send) {
        String told = everybody;
        Behaviour behaviour =
                told.isEmpty() ? behaviour(send.phone()) : behaviours.of(send.phone() + told, ledger::attempt);
        ReceivedMessage message =
                new ReceivedMessage(send.account(), "+" + send.phone(), vendor.messageId(ledger.nextId()), send.key());
        Answer answer = answer(
                vendor,
                behaviour,
                held -> Answer.json(
                        held ? "held" : "accepted", 200, send.acceptance().of(message.id(), held)));
        return new Reaction(send.account(), message, behaviour, answer, send.typing());
    }

    private Reaction upload(Vendor vendor, Checked.Upload upload) {
        Behaviour behaviour = behaviour(upload.number());
        Answer answer = answer(vendor, behaviour, held -> {
            if (behaviour.received()) {
                uploads.count(upload.account());
            }
            String id = uploads.keep(upload.account(), upload.mimeType());
            return Answer.json("uploaded", 200, upload.acceptance().apply(id));
        });
        return new Reaction(upload.account(), null, behaviour, answer, Duration.ZERO);
    }

    private Behaviour behaviour(String number) {
        return misbehave ? behaviours.of(number, ledger::attempt) : Behaviour.GOOD;
    }

    /** @param accepted what is answered where nothing is wrong, or the message is held */
    private static Answer answer(Vendor vendor, Behaviour behaviour, Function<Boolean, Answer> accepted) {
        String detail = behaviour.detail();
        return switch (behaviour.answer()) {
            case ACCEPTED -> accepted.apply(false);
            case HELD -> accepted.apply(true);
            case VENDOR_CODE -> code(vendor, detail);
            case FAILURE_BEHIND_200 -> Answer.json("failure behind 200", 200, vendor.error(vendor.own(detail), WHY));
            case STATUS -> bareStatus(vendor, Integer.parseInt(detail));
            case THROTTLED -> throttled(vendor, detail);
            case GARBAGE -> Answer.html("garbage", 200, "<html>It works!</html>");
            case EMPTY -> Answer.json("empty", 200, "");
            case HUGE -> Answer.json("huge", 200, "{\"padding\":\"" + "x".repeat(HUGE_CHARACTERS) + "\"}");
        };
    }

    private static Answer code(Vendor vendor, String code) {
        String own = vendor.own(code);
        int status = vendor.statusOf(code);
        return Answer.json(own.isEmpty() ? status + " without code" : own, status, vendor.error(own, WHY));
    }

    private static Answer refusal(Vendor vendor, Refusal why) {
        String label = "refused " + (why.code().isEmpty() ? why.status() : why.code());
        return Answer.json(label, why.status(), vendor.error(why.code(), why.reason()));
    }

    private static Answer status(Vendor vendor, int status) {
        return Answer.json("" + status, status, vendor.error(vendor.codeOf(status), "Simulated HTTP " + status));
    }

    private static Answer bareStatus(Vendor vendor, int status) {
        return status < 400
                ? Answer.html("" + status, status, "").with(Map.of("Location", "/elsewhere"))
                : status < 500 ? status(vendor, status) : Answer.html("" + status, status, "<html>Simulated</html>");
    }

    private static Answer throttled(Vendor vendor, String retryAfter) {
        Answer answer = status(vendor, 429);
        if (retryAfter.isEmpty()) {
            return answer;
        }
        return answer.with(Map.of(
                "Retry-After",
                retryAfter.equals("date")
                        ? DateUtils.formatStandardDate(Instant.now().plusSeconds(2))
                        : retryAfter));
    }
}
