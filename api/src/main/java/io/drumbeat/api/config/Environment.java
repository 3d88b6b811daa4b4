package io.drumbeat.api.config;

import io.drumbeat.api.text.WrittenText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Environment variables, each also to be had as NAME_FILE, and what is wrong with them. A blank one is not set. */
final class Environment {

    private static final String FILE = "_FILE";

    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** The value of {@code setting}, empty where it is not set or cannot be had. */
    Optional<String> text(Setting setting) {
        return text(setting.variable());
    }

    /** The value of the variable {@code name} or of the file that {@code name_FILE} names. */
    Optional<String> text(String name) {
        Optional<String> value = set(name);
        Optional<String> file = set(name + FILE);
        if (value.isPresent() && file.isPresent()) {
            problem(name + " and " + name + FILE + " are both set: keep one of them.");
            return Optional.empty();
        }
        return file.isPresent() ? file.flatMap(path -> content(name + FILE, path)) : value;
    }

    /**
     * What {@code parse} makes of the value; where it is not set or {@code parse} refuses it, {@code otherwise}.
     *
     * @param parse throws IllegalArgumentException with what to write instead
     */
    <T> T read(Setting setting, T otherwise, Function<String, T> parse) {
        return text(setting)
                .flatMap(value -> {
                    try {
                        return Optional.of(parse.apply(value));
                    } catch (IllegalArgumentException refused) {
                        problem(setting.variable() + " " + refused.getMessage() + ".");
                        return Optional.empty();
                    }
                })
                .orElse(otherwise);
    }

    void problem(String sentence) {
        problems.add(sentence);
    }

    /** @throws BadConfiguration where there was any problem */
    void check() {
        if (!problems.isEmpty()) {
            throw new BadConfiguration(problems);
        }
    }

    private Optional<String> set(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private Optional<String> content(String name, String path) {
        try {
            String content = WrittenText.read(Path.of(path)).strip();
            if (content.isEmpty()) {
                problem(name + " names the file " + path + ", which is empty.");
            }
            return Optional.of(content).filter(value -> !value.isEmpty());
        } catch (CharacterCodingException e) {
            problem(name + " names the file " + path + ", which is neither UTF-8 nor UTF-16 text.");
            return Optional.empty();
        } catch (IOException | InvalidPathException e) {
            problem(name + " names the file " + path + ", which cannot be read.");
            return Optional.empty();
        }
    }
}
