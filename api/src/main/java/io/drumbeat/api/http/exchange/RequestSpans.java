package io.drumbeat.api.http.exchange;

import io.drumbeat.engine.tracing.SpanNames;
import io.drumbeat.engine.tracing.Tracing;
import io.javalin.http.Handler;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.UUID;

/**
 * Calls of the API and of vendors, as spans, which go on with their callers' traces. By route, not by address: that may hold a
 * phone. Pages, files, health and figures are none, nor are streams, which last for hours.
 */
public final class RequestSpans {

    private static final TextMapGetter<io.javalin.http.Context> HEADERS =
            (ctx, name) -> ctx == null ? null : ctx.header(name);

    private final Tracing tracing;

    public RequestSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    /** {@code handler} of {@code route}, within a span that {@link #end} ends. */
    public Handler around(Route route, Handler handler) {
        return tracing.isOn() && isTraced(route)
                ? ctx -> {
                    Span span = begin(route, ctx);
                    ctx.attribute(Span.class.getName(), span);
                    Context.root()
                            .with(span)
                            .wrap(() -> {
                                handler.handle(ctx);
                                return span;
                            })
                            .call();
                }
                : handler;
    }

    private static boolean isTraced(Route route) {
        return (route.path().startsWith(Route.BASE) || route.path().startsWith("/webhooks/"))
                && !route.path().endsWith("/events");
    }

    private Span begin(Route route, io.javalin.http.Context ctx) {
        SpanBuilder span = tracing.tracer()
                .spanBuilder(route.method() + " " + route.path())
                .setSpanKind(SpanKind.SERVER)
                .setParent(route.role() == null ? Context.root() : callers(ctx))
                .setAttribute(SpanNames.METHOD, route.method().toString())
                .setAttribute(SpanNames.ROUTE, route.path())
                .setAttribute(SpanNames.REQUEST, RequestId.of(ctx));
        if (route.path().startsWith(Route.BASE + "/campaigns/{id}")) {
            campaign(ctx.pathParam("id"), span);
        }
        return span.startSpan();
    }

    /** Whatever else stands there may be anything. */
    private static void campaign(String id, SpanBuilder span) {
        try {
            span.setAttribute(SpanNames.CAMPAIGN, UUID.fromString(id).toString());
        } catch (IllegalArgumentException noId) {
            span.setAttribute(SpanNames.CAMPAIGN, "not an id");
        }
    }

    private Context callers(io.javalin.http.Context ctx) {
        return tracing.telemetry().getPropagators().getTextMapPropagator().extract(Context.root(), ctx, HEADERS);
    }

    /** Does {@code rest} of a call within its span, for the sake of what is logged. */
    public static void within(io.javalin.http.Context ctx, Runnable rest) {
        Span span = ctx.attribute(Span.class.getName());
        if (span == null) {
            rest.run();
        } else {
            Context.root().with(span).wrap(rest).run();
        }
    }

    /** Ends the span of a call that was answered. */
    public static void end(io.javalin.http.Context ctx) {
        Span span = ctx.attribute(Span.class.getName());
        if (span != null) {
            int status = ctx.statusCode();
            span.setAttribute(SpanNames.STATUS, (long) status);
            if (status >= 500) {
                span.setStatus(StatusCode.ERROR).setAttribute(SpanNames.ERROR_TYPE, Integer.toString(status));
            }
            span.end();
        }
    }
}
