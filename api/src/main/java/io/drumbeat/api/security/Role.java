package io.drumbeat.api.security;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Each role may do all that those before it may. */
public enum Role {
    VIEWER,
    MARKETER,
    OPERATOR,
    ADMIN;

    /** The role that {@code text} names, empty where it names none. */
    public static Optional<Role> parse(String text) {
        for (Role role : values()) {
            if (role.text().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** Its name in JSON, on the command line and in the database: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this role may do what {@code needed} may. */
    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }
}
