package io.drumbeat.engine.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * What this Drumbeat was built of.
 *
 * @param version such as {@code 0.1.0}
 * @param commit git's short hash, with {@code -dirty} where files differed from it; empty where it was built without git
 */
public record Build(String version, String commit) {

    public static final Build THIS = read();

    @Override
    public String toString() {
        return commit.isEmpty() ? version : version + " (" + commit + ")";
    }

    private static Build read() {
        try (InputStream in =
                Objects.requireNonNull(Build.class.getResourceAsStream("build.properties"), "build.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return new Build(property(properties, "version"), property(properties, "commit"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String property(Properties properties, String name) {
        return Objects.requireNonNull(properties.getProperty(name), name);
    }
}
