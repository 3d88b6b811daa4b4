package io.drumbeat.api.http.exchange;

import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.paging.InvalidCursor;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an answer of every exception: the only place where that is decided. */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private static final Set<HandlerType> ONLY_READ = Set.of(HandlerType.GET, HandlerType.HEAD);

    private Problems() {}

    /** Answers with what {@code failure} means, where it is not too late for an answer. */
    public static void answer(Throwable failure, Context ctx) {
        if (isOver(ctx)) {
            LOG.debug("A call was over before its answer was there");
            return;
        }
        boolean cutOff = caused(failure, EofException.class).isPresent();
        if (cutOff && ctx.res().isCommitted()) {
            LOG.debug("The client went away");
            return;
        }
        // Who closed only the sending half still reads, and would take no answer for a success.
        Problem problem = cutOff
                ? Problem.of(HttpStatus.BAD_REQUEST, "The request was cut off in the middle.")
                : failure instanceof DatabaseUnavailable away ? of(away, ctx.method()) : of(failure, ctx);
        if (ctx.res().isCommitted()) {
            LOG.warn("An answer broke off: {}", problem.detail());
            throw new BrokenOff(failure);
        }
        write(problem, ctx);
    }

    /**
     * Whether Jetty has done with the call, whose client went away or whose server ends: whatever is asked of it fails, and
     * Javalin would bring that here, for ever.
     */
    private static boolean isOver(Context ctx) {
        try {
            var unused = ctx.res().isCommitted();
            return false;
        } catch (IllegalStateException recycled) {
            return true;
        }
    }

    /** Sends {@code problem} in place of whatever was to be sent. */
    public static void write(Problem problem, Context ctx) {
        problem.headers().forEach(ctx::header);
        ctx.status(problem.status());
        ctx.contentType(Problem.CONTENT_TYPE);
        ctx.result(Json.bytes(problem.json()));
    }

    private static Problem of(Throwable failure, Context ctx) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof MethodNotAllowedResponse wrong) {
            String allowed = wrong.getDetails().getOrDefault("availableMethods", "");
            return Problem.of(HttpStatus.METHOD_NOT_ALLOWED, "This address takes " + allowed + ".")
                    .with("Allow", allowed);
        }
        if (failure instanceof HttpResponseException response) {
            HttpStatus status = HttpStatus.forStatus(response.getStatus());
            return Problem.of(
                    status,
                    status == HttpStatus.NOT_FOUND ? "There is nothing at this address." : status.getMessage() + ".");
        }
        if (failure instanceof InvalidCursor) {
            return Problem.invalid("cursor", String.valueOf(failure.getMessage()));
        }
        if (diskIsFull(failure)) {
            LOG.error("The disk is full: {}", failure.getMessage());
            return Problem.of(HttpStatus.INSUFFICIENT_STORAGE, "The server's disk is full.");
        }
        if (caused(failure, TimeoutException.class).isPresent()) {
            return Problem.of(HttpStatus.REQUEST_TIMEOUT, "The request came too slowly.")
                    .with("Connection", "close");
        }
        return caused(failure, HttpException.class)
                .map(bad -> Problem.of(
                        HttpStatus.forStatus(bad.getCode()), "The request cannot be read: " + bad.getReason() + "."))
                .orElseGet(() -> fault(failure, ctx));
    }

    /** What it says must be true: what was asked may have been done though its answer was lost. */
    private static Problem of(DatabaseUnavailable failure, HandlerType method) {
        LOG.warn("{}", failure.getMessage());
        String advice = ONLY_READ.contains(method)
                ? "Try again in a while."
                : failure.nothingDone()
                        ? "Nothing was changed: try again in a while."
                        : "What you asked for may have been done all the same: look before you ask again.";
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, failure.getMessage() + ". " + advice)
                .with("Retry-After", "5");
    }

    private static Problem fault(Throwable failure, Context ctx) {
        LOG.error("A call failed by a fault of Drumbeat's", failure);
        return Problem.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Something went wrong here. The server's log has more under request_id=" + RequestId.of(ctx) + ".");
    }

    /** Whoever received the file may have wrapped what the operating system said, some layers deep. */
    public static boolean diskIsFull(Throwable failure) {
        return Stream.iterate(failure, at -> at != null, Throwable::getCause)
                .anyMatch(at -> String.valueOf(at.getMessage()).contains("No space left on device"));
    }

    public static <T> Optional<T> caused(Throwable failure, Class<T> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }

    /** Ends the connection, so that a half answer cannot be taken for a whole one. */
    private static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenOff(Throwable cause) {
            super("an answer broke off", cause);
        }
    }
}
