package io.drumbeat.engine.gateway;

import java.net.URI;
import java.net.URISyntaxException;

/** Where an API lives, as people configure it. */
public final class BaseUrl {

    private static final int HIGHEST_PORT = 65_535;

    private BaseUrl() {}

    /**
     * An absolute http or https URL without user, query and fragment; a slash at its end goes.
     *
     * @throws IllegalArgumentException with what to write instead
     */
    public static URI parse(String text) {
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (web
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getPort() <= HIGHEST_PORT) {
                return url;
            }
        } catch (URISyntaxException notAUrl) {
            // said below
        }
        throw new IllegalArgumentException("must be an http or https URL with a host, and without user, ? and #");
    }
}
