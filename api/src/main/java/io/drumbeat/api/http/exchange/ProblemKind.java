package io.drumbeat.api.http.exchange;

import io.javalin.http.HttpStatus;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The kinds of problem that answers tell apart; each has its section on the page that {@link #uri} leads to. */
public enum ProblemKind {
    UNREADABLE(HttpStatus.BAD_REQUEST),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED),
    FORBIDDEN(HttpStatus.FORBIDDEN),
    NOT_FOUND(HttpStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
    TOO_SLOW(HttpStatus.REQUEST_TIMEOUT),
    CONFLICT(HttpStatus.CONFLICT),
    /** A conflict of its own, which names the other campaign. */
    ALREADY_SENT(null),
    GONE(HttpStatus.GONE),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    RANGE_NOT_SATISFIABLE(HttpStatus.RANGE_NOT_SATISFIABLE),
    INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    FAULT(HttpStatus.INTERNAL_SERVER_ERROR),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
    DISK_FULL(HttpStatus.INSUFFICIENT_STORAGE),
    /** What the HTTP server refuses before anything of ours sees it; its status says all. */
    NOT_HTTP(null);

    /** Where the page with all of them is. */
    public static final String PAGE = "/docs/problems";

    private final @Nullable HttpStatus status;

    ProblemKind(@Nullable HttpStatus status) {
        this.status = status;
    }

    /** The kind of the answers with that status. */
    public static ProblemKind of(int status) {
        return Arrays.stream(values())
                .filter(kind -> kind.status != null && kind.status.getCode() == status)
                .findFirst()
                .orElse(NOT_HTTP);
    }

    /** Its section's name. */
    public String anchor() {
        return Json.name(this).replace('_', '-');
    }

    /** A reference to be read from the server that answers: the same in every installation, and served by it. */
    public String uri() {
        return PAGE + "#" + anchor();
    }
}
