package io.drumbeat.api.config;

import io.drumbeat.api.text.WrittenText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Credentials as senders.json writes them: in clear, or as {@code ${env:NAME}} and {@code ${file:PATH}}. */
final class Credentials {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

    private final Map<String, String> variables;

    Credentials(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * The credential that {@code text} stands for.
     *
     * @throws IllegalArgumentException naming what is missing, and no value
     */
    String resolve(String text) {
        String value =
                REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(referenced(match.group(1))));
        if (value.isBlank() || !value.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new IllegalArgumentException("must be one line of printable ASCII characters");
        }
        return value;
    }

    private String referenced(String reference) {
        if (reference.startsWith("env:")) {
            return variable(reference.substring("env:".length()));
        }
        if (reference.startsWith("file:")) {
            return file(reference.substring("file:".length()));
        }
        throw new IllegalArgumentException("holds a ${…} that is neither ${env:NAME} nor ${file:PATH}");
    }

    private String variable(String name) {
        String value = variables.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("needs the environment variable " + name + ", which is not set");
        }
        return value.strip();
    }

    private static String file(String path) {
        try {
            return WrittenText.read(Path.of(path)).strip();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "needs the file " + path + ", which is neither UTF-8 nor UTF-16 text", e);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("needs the file " + path + ", which cannot be read", e);
        }
    }
}
