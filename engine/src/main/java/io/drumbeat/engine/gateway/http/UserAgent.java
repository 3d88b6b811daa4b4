package io.drumbeat.engine.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Who we say we are to every server that we ask for something: {@code Drumbeat/} and our version. */
public final class UserAgent {

    public static final String TEXT = "Drumbeat/" + version();

    private UserAgent() {}

    private static String version() {
        try (InputStream in = Objects.requireNonNull(
                UserAgent.class.getResourceAsStream("version.properties"), "version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return Objects.requireNonNull(properties.getProperty("version"), "version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
