package io.drumbeat.api.http.exchange;

import io.drumbeat.api.security.AuditStore;
import io.drumbeat.api.security.Caller;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.javalin.http.Context;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the audit log, and into the process log, which token made a call that is {@link Route#audited}. */
public final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    /** Ids and names of ours; whatever else stands in a path may be somebody's phone. */
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    private final AuditStore log;

    public Recorder(AuditStore log) {
        this.log = log;
    }

    /** {@code route}, recorded where it is to be: begun before it does anything. */
    public Route recorded(Route route) {
        return route.audited()
                ? route.with(ctx -> {
                    begin(ctx, Access.caller(ctx), route.call());
                    route.handler().handle(ctx);
                })
                : route;
    }

    /** Begins the entry of what {@code caller} is about to do. */
    public void begin(Context ctx, Caller caller, String call) {
        String subject = inPath(ctx.pathParamMap());
        long number = log.begin(caller.name(), call, subject);
        ctx.attribute(Entry.class.getName(), new Entry(number, caller.name(), call, subject));
    }

    private static @Nullable String inPath(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .filter(one -> !one.getKey().equals("phone"))
                .map(Map.Entry::getValue)
                .filter(one -> SUBJECT.matcher(one).matches())
                .findFirst()
                .orElse(null);
    }

    /** Says which one it is about, where the path does not. */
    public static void subject(Context ctx, String subject) {
        Entry begun = ctx.attribute(Entry.class.getName());
        if (begun != null) {
            ctx.attribute(Entry.class.getName(), new Entry(begun.number, begun.who, begun.call, subject));
        }
    }

    /** Ends the entry of a call that is over, whatever became of it. */
    public void end(Context ctx) {
        Entry entry = ctx.attribute(Entry.class.getName());
        if (entry == null) {
            return;
        }
        LOG.info(
                "{}: {}{} was answered {}",
                entry.who,
                entry.call,
                entry.subject == null ? "" : " of " + entry.subject,
                ctx.statusCode());
        try {
            log.end(entry.number, ctx.statusCode(), entry.subject);
        } catch (DatabaseUnavailable away) {
            LOG.warn("The audit log's entry {} stays without an end: {}", entry.number, away.getMessage());
        }
    }

    private record Entry(
            long number, String who, String call, @Nullable String subject) {}
}
