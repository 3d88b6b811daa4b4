package io.drumbeat.engine.gateway.http;

import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Replies of somebody who is not the vendor: a web server's own page that says that there is no such path, or that it
 * moved. Surely nothing was sent, and nothing can be to anybody, so the sender stops.
 */
public final class WrongAddress {

    private static final String CODE = "address";
    private static final Set<Integer> NO_SUCH_PATH = Set.of(404, 405, 410);

    private WrongAddress() {}

    /** What {@code reply}, which came from below {@code baseUrl}, means where it is a page; empty where it is not. */
    static Optional<Failure> of(Reply reply, URI baseUrl) {
        boolean moved = reply.status() >= 300 && reply.status() < 400;
        return reply.isPage() && (moved || NO_SUCH_PATH.contains(reply.status()))
                ? Optional.of(blocked(reply, baseUrl))
                : Optional.empty();
    }

    /** As {@link #of}, where the vendor is Meta, who says nothing without an error object. */
    public static Optional<Failure> ofMeta(Reply reply, URI baseUrl) {
        return NO_SUCH_PATH.contains(reply.status())
                        && !reply.json().path("error").isObject()
                ? Optional.of(blocked(reply, baseUrl))
                : of(reply, baseUrl);
    }

    private static Failure blocked(Reply reply, URI baseUrl) {
        return new Outcome.SenderBlocked(
                CODE,
                "%s answers with HTTP %d, and not as the vendor would: check that address in senders.json"
                        .formatted(baseUrl, reply.status()));
    }
}
