package io.drumbeat.campaigns.database;

import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is, and as whom to connect.
 *
 * @param url {@code jdbc:postgresql://…}
 * @param user null: the driver's default
 * @param password null: none
 */
public record DatabaseAddress(
        String url, @Nullable String user, @Nullable String password) {

    public DatabaseAddress {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("a database URL begins with jdbc:postgresql:");
        }
    }

    /** Without the URL's parameters, one of which may be a password: this may reach a log. */
    @Override
    public String toString() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
