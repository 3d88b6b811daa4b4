package io.drumbeat.api.http.exchange;

import io.drumbeat.api.security.Role;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import org.jspecify.annotations.Nullable;

/**
 * One call that the server answers.
 *
 * @param path with its parameters in braces
 * @param role what the caller must be at least; null: anybody, who looks after themselves
 */
public record Route(
        HandlerType method, String path, @Nullable Role role, Handler handler) {

    /**
     * Whether the audit log has who made this call: what changes something, whole files, and what is stored of one person.
     * A preflight only looks.
     */
    boolean audited() {
        return role != null
                && (method.equals(HandlerType.GET)
                        ? path.endsWith(".csv") || path.endsWith("/phones/{phone}")
                        : !path.endsWith("/preflight"));
    }

    /** The call, as the audit log and the documents write it: {@code POST /campaigns/{id}/pause}. */
    String call() {
        return method + " " + (path.startsWith(BASE) ? path.substring(BASE.length()) : path);
    }

    /** The same call, answered by {@code another} handler. */
    Route with(Handler another) {
        return new Route(method, path, role, another);
    }

    /** Where the API begins. */
    public static final String BASE = "/api/v1";

    /** A GET of the API. */
    public static Route get(Role role, String path, Handler handler) {
        return new Route(HandlerType.GET, BASE + path, role, handler);
    }

    /** A POST to the API. */
    public static Route post(Role role, String path, Handler handler) {
        return new Route(HandlerType.POST, BASE + path, role, handler);
    }

    /** A PUT to the API. */
    public static Route put(Role role, String path, Handler handler) {
        return new Route(HandlerType.PUT, BASE + path, role, handler);
    }

    /** A PATCH of the API. */
    public static Route patch(Role role, String path, Handler handler) {
        return new Route(HandlerType.PATCH, BASE + path, role, handler);
    }

    /** A DELETE of the API. */
    public static Route delete(Role role, String path, Handler handler) {
        return new Route(HandlerType.DELETE, BASE + path, role, handler);
    }

    /** A call that anybody may make. */
    public static Route open(HandlerType method, String path, Handler handler) {
        return new Route(method, path, null, handler);
    }
}
