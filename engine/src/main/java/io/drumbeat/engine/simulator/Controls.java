package io.drumbeat.engine.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drumbeat.engine.simulator.protocol.Answer;
import io.drumbeat.engine.simulator.protocol.Body;
import io.drumbeat.engine.simulator.protocol.Refusal;
import io.drumbeat.engine.simulator.protocol.Request;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** What the simulator may be told to do. */
final class Controls {

    private static final String INVALID = "invalid";

    private final Ledger ledger;
    private final Courier courier;
    private final Reactions reactions;

    Controls(Ledger ledger, Courier courier, Reactions reactions) {
        this.ledger = ledger;
        this.courier = courier;
        this.reactions = reactions;
    }

    /** @param call method and path */
    Answer answer(String call, Request request) {
        try {
            switch (call) {
                case "POST simulator/reset" -> {
                    courier.forgetAll();
                    ledger.reset();
                    reactions.behaveAs("");
                }
                case "POST simulator/behave" ->
                    reactions.behaveAs(
                            body(request, Set.of("as")).optional("as").orElse(""));
                case "POST simulator/webhooks" -> register(body(request, Set.of("account", "url", "secret")));
                case "DELETE simulator/webhooks" ->
                    request.parameter("account").ifPresentOrElse(courier::forget, courier::forgetAll);
                case "POST simulator/inbound" -> hear(body(request, Set.of("account", "phone", "text", "preference")));
                default -> {
                    return Answer.json("404", 404, "{}");
                }
            }
            return Answer.json("told", 200, "{}");
        } catch (Refusal e) {
            return refused(e.reason());
        } catch (IllegalArgumentException e) {
            return refused(String.valueOf(e.getMessage()));
        }
    }

    private static Body body(Request request, Set<String> fields) throws Refusal {
        return Body.of(request, INVALID).allow(fields);
    }

    private void register(Body body) throws Refusal {
        courier.register(body.required("account"), URI.create(body.required("url")), body.required("secret"));
    }

    private void hear(Body body) throws Refusal {
        String account = body.required("account");
        String phone = body.required("phone");
        Optional<String> preference = body.optional("preference");
        body.require(preference.isPresent() != body.optional("text").isPresent(), "one of text and preference");
        if (preference.isEmpty()) {
            courier.write(account, phone, body.required("text"));
            return;
        }
        body.require(preference.get().matches("stop|resume"), "preference must be stop or resume");
        courier.prefer(account, phone, preference.get().equals("resume"));
    }

    private static Answer refused(String reason) {
        return Answer.json(
                INVALID,
                400,
                JsonNodeFactory.instance.objectNode().put("error", reason).toString());
    }
}
