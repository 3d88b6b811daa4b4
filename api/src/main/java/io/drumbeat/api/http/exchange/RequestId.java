package io.drumbeat.api.http.exchange;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What a call is found by in the log: in a header of its answer, and on each line that is written while it is answered. */
public final class RequestId {

    /** The header. */
    public static final String HEADER = "X-Request-Id";

    /** The name of its part of a line. */
    private static final String OF_LINE = "request_id";

    /** What proxies give, a UUID or 32 hexadecimal digits: whatever else a caller says may hold a phone. */
    private static final Pattern GIVEN = Pattern.compile("[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private RequestId() {}

    /** Another one. */
    public static String fresh() {
        return UUID.randomUUID().toString();
    }

    /** Gives the call {@code ctx} the one that its caller has for it, else another. */
    public static void give(Context ctx) {
        String given = ctx.header(HEADER);
        String id = given != null && GIVEN.matcher(given).matches() ? given : fresh();
        ctx.attribute(HEADER, id);
        ctx.header(HEADER, id);
    }

    /** That of the call; null: it was given none. */
    static @Nullable String of(Context ctx) {
        return ctx.attribute(HEADER);
    }

    /** {@code handler}, whose lines have it. */
    public static Handler around(Handler handler) {
        return ctx -> {
            MDC.put(OF_LINE, of(ctx));
            try {
                handler.handle(ctx);
            } finally {
                MDC.remove(OF_LINE);
            }
        };
    }

    /** Does {@code rest} of a call, whose lines have it. */
    public static void within(Context ctx, Runnable rest) {
        MDC.put(OF_LINE, of(ctx));
        try {
            rest.run();
        } finally {
            MDC.remove(OF_LINE);
        }
    }
}
