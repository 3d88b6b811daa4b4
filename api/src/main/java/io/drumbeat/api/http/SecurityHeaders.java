package io.drumbeat.api.http;

import io.drumbeat.api.http.exchange.Route;
import java.util.Map;

/** What each answer tells browsers not to do with it. */
final class SecurityHeaders {

    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'";

    /** Swagger UI writes style attributes. */
    private static final String DOCS_POLICY =
            PAGE_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

    private static final Map<String, String> DOCS = with(DOCS_POLICY);
    private static final Map<String, String> PAGE = with(PAGE_POLICY);

    /** Those of the API, and of whatever reaches no route. */
    static final Map<String, String> API = Map.of(
            "Content-Security-Policy", API_POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    private SecurityHeaders() {}

    /** Those of an answer at {@code path}. */
    static Map<String, String> of(String path) {
        return path.startsWith(Route.BASE) ? API : path.equals("/docs") ? DOCS : PAGE;
    }

    private static Map<String, String> with(String policy) {
        return Map.of(
                "Content-Security-Policy",
                policy,
                "X-Content-Type-Options",
                "nosniff",
                "Referrer-Policy",
                "no-referrer");
    }
}
