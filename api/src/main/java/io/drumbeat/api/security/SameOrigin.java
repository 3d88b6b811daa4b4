package io.drumbeat.api.security;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites from acting with a visitor's session: a request that changes something and is authenticated by
 * cookie must come from our own page.
 */
public final class SameOrigin {

    private final String publicOrigin;

    public SameOrigin(URI publicUrl) {
        this.publicOrigin = publicUrl.getScheme() + "://" + publicUrl.getRawAuthority();
    }

    /**
     * Whether a request with these headers comes from our own page, or from no browser at all (which sends neither
     * {@code Sec-Fetch-Site} nor {@code Origin}, and acts for nobody but its user).
     */
    public boolean allows(@Nullable String secFetchSite, @Nullable String origin, @Nullable String host) {
        if (secFetchSite != null) {
            return secFetchSite.equals("same-origin") || secFetchSite.equals("none");
        }
        // The host as the browser wrote it, or, behind a proxy that rewrites it, the public URL.
        return origin == null
                || origin.equalsIgnoreCase(publicOrigin)
                || (host != null
                        && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host)));
    }
}
