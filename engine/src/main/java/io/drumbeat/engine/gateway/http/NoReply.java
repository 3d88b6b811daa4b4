package io.drumbeat.engine.gateway.http;

import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import java.time.Duration;

/** No whole reply came. */
final class NoReply extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure outcome;

    private NoReply(Failure outcome, Throwable cause) {
        super(cause);
        this.outcome = outcome;
    }

    static NoReply lost(Exception cause, boolean written) {
        String what = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new NoReply(
                written
                        ? new Outcome.Unconfirmed("connection_lost", "The connection ended before the answer: " + what)
                        : new Outcome.AccountBusy(Outcome.AccountBusy.NOT_REACHED, "Nothing was sent: " + what, null),
                cause);
    }

    /** On a connection that had served before: the vendor is well, and the next one is a new one. */
    static NoReply notTried(Exception cause) {
        return new NoReply(new Outcome.GivenBack(String.valueOf(cause.getMessage())), cause);
    }

    static NoReply late(Duration deadline, Exception cause) {
        return new NoReply(
                new Outcome.Unconfirmed("timeout", "No whole answer within " + deadline.toMillis() + " ms"), cause);
    }

    /** What it means for the send. */
    Failure outcome() {
        return outcome;
    }
}
