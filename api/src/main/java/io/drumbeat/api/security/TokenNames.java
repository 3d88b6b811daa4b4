package io.drumbeat.api.security;

import java.util.Optional;
import java.util.regex.Pattern;

/** What tokens may be called: campaigns' logs name them. */
public final class TokenNames {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    /** The end of a sentence: why {@code admin} is not rotated as others are. It would come back at the next start. */
    public static final String ADMIN_ROTATES_OTHERWISE =
            "is the one of DRUMBEAT_BOOTSTRAP_TOKEN or of the file admin-token in the data folder: set another one there,"
                    + " or revoke it and start Drumbeat anew, which writes a new file";

    private TokenNames() {}

    /** Why a new token may not be called {@code name}, as the end of a sentence; empty where it may. */
    public static Optional<String> fault(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of("must be 1 to 64 letters, digits and . _ @ -");
        }
        if (name.equals(AdminToken.NAME)) {
            return Optional.of(
                    "must not be admin, which is the one of DRUMBEAT_BOOTSTRAP_TOKEN or of the file admin-token"
                            + " in the data folder");
        }
        return Optional.empty();
    }
}
