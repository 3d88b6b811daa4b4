package io.drumbeat.api.http.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.drumbeat.campaigns.campaign.control.AlreadySent;
import io.drumbeat.campaigns.json.FieldError;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An answer other than success, as RFC 9457 writes it. Thrown wherever it becomes clear. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public static final String CONTENT_TYPE = "application/problem+json";

    private final int status;
    private final ProblemKind kind;
    private final transient List<FieldError> errors;
    private final transient Map<String, JsonNode> members;
    private final transient Map<String, String> headers;

    private Problem(int status, String detail, List<FieldError> errors, Map<String, String> headers) {
        this(status, ProblemKind.of(status), detail, errors, Map.of(), headers);
    }

    private Problem(
            int status,
            ProblemKind kind,
            String detail,
            List<FieldError> errors,
            Map<String, JsonNode> members,
            Map<String, String> headers) {
        // It is an answer, not a fault: nobody reads its stack.
        super(detail, null, false, false);
        this.status = status;
        this.kind = kind;
        this.members = Map.copyOf(members);
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    /**
     * A problem of that status, without fields.
     *
     * @param detail a sentence for the caller
     */
    public static Problem of(HttpStatus status, String detail) {
        return new Problem(status.getCode(), detail, List.of(), Map.of());
    }

    /** 422 with everything that is wrong. */
    public static Problem invalid(List<FieldError> errors) {
        String fields = String.join(
                ", ", errors.stream().map(FieldError::field).distinct().toList());
        return new Problem(
                HttpStatus.UNPROCESSABLE_CONTENT.getCode(), "These are wrong: " + fields + ".", errors, Map.of());
    }

    /** The same, beside {@code member}, from which a caller can tell what would be right. */
    public static Problem invalid(List<FieldError> errors, String member, JsonNode value) {
        Problem plain = invalid(errors);
        return new Problem(plain.status, plain.kind, plain.detail(), errors, Map.of(member, value), Map.of());
    }

    /** 422 with the one thing that is wrong. */
    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /** 404 for something that has an id. */
    public static Problem unknown(String what) {
        return of(HttpStatus.NOT_FOUND, "There is no such " + what + ".");
    }

    /** 410 for what was erased of a campaign. */
    public static Problem erased(Instant when) {
        return of(
                HttpStatus.GONE,
                "The recipients, files and media of this campaign were erased at " + Json.time(when)
                        + ". What is left are its figures and its log.");
    }

    /** 409 for a campaign that sends the same to the same people as {@code earlier}. */
    public static Problem alreadySent(AlreadySent earlier) {
        String id = earlier.campaign().toString();
        return new Problem(
                HttpStatus.CONFLICT.getCode(),
                ProblemKind.ALREADY_SENT,
                "The campaign \"" + earlier.name() + "\" (" + id
                        + ") sends the same message to the same people, or has in the"
                        + " last 24 hours. If that is meant, say allowRepeat: true in the spec.",
                List.of(),
                Map.of("code", TextNode.valueOf("already_sent"), "campaign", TextNode.valueOf(id)),
                Map.of());
    }

    /** The same, to be sent with one more header. */
    public Problem with(String header, String value) {
        return new Problem(status, kind, detail(), errors, members, Map.of(header, value));
    }

    public int status() {
        return status;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public Map<String, String> headers() {
        return headers;
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", kind.uri())
                .put("title", HttpStatus.forStatus(status).getMessage())
                .put("status", status)
                .put("detail", detail());
        members.forEach(json::set);
        if (!errors.isEmpty()) {
            errors.forEach(error -> json.withArray("/errors")
                    .addObject()
                    .put("field", error.field())
                    .put("message", error.message()));
        }
        return json;
    }
}
