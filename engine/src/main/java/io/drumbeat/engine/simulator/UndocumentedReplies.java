package io.drumbeat.engine.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.engine.simulator.Simulator.Options;

/** The refusals of a vendor that documents statuses, but no codes: all of Cloud's sound alike there. */
abstract class UndocumentedReplies extends Replies {

    /** What a request is refused with whose fields are not as they should be. */
    static final String INVALID = "invalid_request";

    static final String UNREACHABLE = "media_unreachable";

    UndocumentedReplies(Options options, Ledger ledger) {
        super(options, ledger);
    }

    @Override
    final Answer code(String code) {
        return Answer.json(code, 422, error(code, "Simulated error"));
    }

    @Override
    final String failureBehind200(String code) {
        return error(code, "Simulated error");
    }

    @Override
    final Answer status(int status) {
        return Answer.json("" + status, status, error("" + status, "Simulated HTTP " + status));
    }

    final Reaction refused(String account, Refusal e) {
        return Reaction.refusal(account, Answer.json("refused " + e.code(), e.status(), error(e.code(), e.reason())));
    }

    private static String error(String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("success", false);
        body.putObject("error").put("code", code).put("message", message);
        return body.toString();
    }
}
