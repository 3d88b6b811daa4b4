package io.drumbeat.engine.simulator.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * One vendor: where it is asked, how strictly, and in what words it answers and calls back. Unless it documents others,
 * it has no codes of its own and puts Cloud's into a 422. Safe to use from many threads.
 */
public interface Vendor {

    /** The gateway's name, with which all its paths begin. */
    String name();

    /** Of the base URL that senders point at, what follows the name: empty, or begins with a slash. */
    String basePath();

    /**
     * What becomes of a POST, short of any misbehaviour; empty where there is no such path.
     *
     * @param path what follows the name: begins with a slash
     */
    Optional<Checked> check(String path, Request request);

    /**
     * What a GET is answered with, which changes nothing; empty where there is no such path.
     *
     * @param path what follows the name: begins with a slash
     */
    default Optional<Answer> look(String path, Request request) {
        return Optional.empty();
    }

    /** The vendor's id of the message that is the simulator's {@code number}th. */
    String messageId(long number);

    /** How it calls back; empty where it does not. */
    default Optional<Webhook> webhook() {
        return Optional.empty();
    }

    /** Its codes, by the last three digits of the numbers that ask for them. At other vendors they are unknown codes. */
    default Map<Integer, Fault> faults() {
        return Map.of();
    }

    /** What it says where {@code code}, Cloud's or a {@link Fault}'s, is meant; empty where it gives none. */
    default String own(String code) {
        return code;
    }

    /** With which HTTP status it says {@code code}, Cloud's or a {@link Fault}'s. */
    default int statusOf(String code) {
        return 422;
    }

    /** The code that goes with a bare {@code status} below 500; empty: none. */
    default String codeOf(int status) {
        return "" + status;
    }

    /** The body of a refusal; {@code code} is its own, or empty. */
    default String error(String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("success", false);
        body.putObject("error").put("code", code).put("message", message);
        return body.toString();
    }
}
