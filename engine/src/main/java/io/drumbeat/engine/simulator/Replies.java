package io.drumbeat.engine.simulator;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.simulator.Simulator.Options;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** How a behaviour sounds in one vendor's words. */
abstract class Replies {

    private static final int HUGE_CHARACTERS = 10 << 20;

    private final Options options;
    private final Ledger ledger;

    Replies(Options options, Ledger ledger) {
        this.options = options;
        this.ledger = ledger;
    }

    /** The vendor's id of the message that is the simulator's {@code number}th. */
    abstract String messageId(long number);

    /** A message to {@code phone} is accepted under {@code id}; {@code held}: for a quality assessment. */
    abstract String accepted(String phone, String id, boolean held);

    /** A refusal by one of Cloud's codes, in this vendor's own words. */
    abstract Answer code(String code);

    /** A refusal that only a body speaks of. */
    abstract String failureBehind200(String code);

    /** What goes with a bare status. */
    abstract Answer status(int status);

    /**
     * What becomes of a send that is in order.
     *
     * @param key what callbacks are to echo; null: nothing
     */
    final Reaction reaction(String account, String digits, @Nullable String key, Duration typing) {
        Behaviour behaviour = behaviour(digits);
        Message message = new Message(account, "+" + digits, messageId(ledger.nextId()), key);
        return new Reaction(account, message, behaviour, answer(behaviour, digits, message.id()), typing);
    }

    /**
     * What becomes of an upload that is in order, which follows the last digits of {@code number}.
     *
     * @param words the answer that tells an id
     */
    final Reaction uploaded(String number, Ledger.Media file, UnaryOperator<String> words) {
        Behaviour behaviour = behaviour(number);
        boolean good = behaviour.answer() == Behaviour.Kind.ACCEPTED;
        if (good && behaviour.received()) {
            ledger.uploaded(file.account());
        }
        Answer answer = good ? Answer.json("uploaded", 200, words.apply(ledger.keep(file))) : answer(behaviour, "", "");
        return new Reaction(file.account(), null, behaviour, answer, Duration.ZERO);
    }

    /** Whether WhatsApp takes such a file as any of its types. */
    static boolean sendable(String mimeType, Multipart.Part file) {
        byte[] head = file.text().getBytes(StandardCharsets.ISO_8859_1);
        for (MediaType type : MediaType.values()) {
            MediaLimits limits = MediaLimits.ofMeta(type);
            if (limits.mimeTypes().contains(mimeType) && file.size() > 0 && file.size() <= limits.maxBytesOf(head)) {
                return true;
            }
        }
        return false;
    }

    private Behaviour behaviour(String number) {
        return options.misbehave() ? Behaviours.of(number, ledger::attempt) : Behaviour.GOOD;
    }

    private Answer answer(Behaviour behaviour, String digits, String id) {
        String detail = behaviour.detail();
        return switch (behaviour.answer()) {
            case ACCEPTED -> Answer.json("accepted", 200, accepted(digits, id, false));
            case HELD -> Answer.json("held", 200, accepted(digits, id, true));
            case VENDOR_CODE -> code(detail);
            case FAILURE_BEHIND_200 -> Answer.json("failure behind 200", 200, failureBehind200(detail));
            case STATUS -> bareStatus(Integer.parseInt(detail));
            case THROTTLED -> throttled(detail);
            case GARBAGE -> Answer.html("garbage", 200, "<html>It works!</html>");
            case EMPTY -> Answer.json("empty", 200, "");
            case HUGE -> Answer.json("huge", 200, "{\"padding\":\"" + "x".repeat(HUGE_CHARACTERS) + "\"}");
        };
    }

    private Answer bareStatus(int status) {
        return status < 400
                ? Answer.html("" + status, status, "").with(Map.of("Location", "/elsewhere"))
                : status < 500 ? status(status) : Answer.html("" + status, status, "<html>Simulated</html>");
    }

    private Answer throttled(String retryAfter) {
        Answer answer = status(429);
        if (retryAfter.isEmpty()) {
            return answer;
        }
        return answer.with(Map.of(
                "Retry-After",
                retryAfter.equals("date")
                        ? DateUtils.formatStandardDate(Instant.now().plusSeconds(2))
                        : retryAfter));
    }

    final Ledger ledger() {
        return ledger;
    }
}
