package io.drumbeat.engine.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.engine.simulator.protocol.Answer;
import io.drumbeat.engine.simulator.protocol.Request;
import io.drumbeat.engine.simulator.protocol.Webhook;
import java.util.Optional;
import java.util.Set;

/** What may be asked about the simulator itself. */
final class Reports {

    private final Ledger ledger;
    private final Controls controls;

    Reports(Ledger ledger, Controls controls) {
        this.ledger = ledger;
        this.controls = controls;
    }

    Answer answer(Request request) {
        String call = request.method() + " " + String.join("/", request.path());
        return switch (call) {
            case "GET simulator/counters" -> json(counters());
            case "GET simulator/phones" -> json(phones(request.parameter("phone")));
            case "GET simulator/statuses" -> json(statuses(request.parameter("phone")));
            case "GET simulator/sends" -> json(sends(request.parameter("account")));
            default -> controls.answer(call, request);
        };
    }

    private ObjectNode counters() {
        ObjectNode accounts = object();
        long sends = 0;
        long received = 0;
        long uploads = 0;
        for (var entry : ledger.accounts().entrySet()) {
            Ledger.Account account = entry.getValue();
            ObjectNode answers = object();
            account.answers.forEach((label, count) -> answers.put(label, count.sum()));
            ObjectNode counts = accounts.putObject(entry.getKey());
            counts.put("sends", account.sends.sum()).put("received", account.received.sum());
            long uploaded = ledger.uploads().made(entry.getKey());
            counts.put("uploads", uploaded).set("answers", answers);
            Simulator.Callbacks callbacks = account.callbacks();
            counts.putObject("callbacks")
                    .put("emitted", callbacks.emitted())
                    .put("accepted", callbacks.accepted())
                    .put("refused", callbacks.refused())
                    .put("dropped", callbacks.dropped());
            sends += account.sends.sum();
            received += account.received.sum();
            uploads += uploaded;
        }
        ObjectNode all = object().put("sends", sends).put("received", received).put("uploads", uploads);
        all.put("phones", ledger.phones()).put("doubled", ledger.doubled()).set("accounts", accounts);
        return all;
    }

    private ObjectNode phones(Optional<String> only) {
        ObjectNode phones = object();
        if (only.isPresent()) {
            String phone = withPlus(only.get());
            return phones.put(phone, ledger.received(phone));
        }
        ledger.received().forEach(phones::put);
        return phones;
    }

    private ObjectNode statuses(Optional<String> only) {
        ObjectNode phones = object();
        for (String phone : only.map(one -> Set.of(withPlus(one))).orElseGet(ledger::reportedPhones)) {
            ObjectNode counts = phones.putObject(phone);
            ledger.statuses(phone).forEach((stage, count) -> counts.put(Webhook.word(stage), count));
        }
        return phones;
    }

    private static String withPlus(String phone) {
        return phone.startsWith("+") ? phone : "+" + phone;
    }

    private ArrayNode sends(Optional<String> account) {
        ArrayNode sends = JsonNodeFactory.instance.arrayNode();
        for (Simulator.Send send : ledger.sends(account.orElse(null))) {
            sends.addObject()
                    .put("account", send.account())
                    .put("phone", send.phone())
                    .put("received", send.received())
                    .put("arrivedNanos", send.arrivedNanos())
                    .put("repliedNanos", send.repliedNanos())
                    .put("answer", send.answer());
        }
        return sends;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Answer json(JsonNode body) {
        return Answer.json("report", 200, body.toString());
    }
}
