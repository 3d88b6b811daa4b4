package io.drumbeat.api.http.exchange;

import io.drumbeat.campaigns.NearestName;
import io.drumbeat.campaigns.json.FieldError;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the question mark of an address, read name by name. A filter that is misspelt must not be taken for
 * none: what nobody has asked for is refused.
 */
public final class Query {

    private final Map<String, List<String>> parameters;
    private final Set<String> known = new TreeSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    private Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    public static Query of(Context ctx) {
        return new Query(ctx.queryParamMap());
    }

    /** The value of {@code name}, which may be there once; null: it is not there. */
    @Nullable
    public String text(String name) {
        List<String> values = texts(name);
        if (values.size() > 1) {
            errors.add(new FieldError(name, "is there " + values.size() + " times: say it once"));
        }
        return values.stream().findFirst().orElse(null);
    }

    /** All values of {@code name}. */
    public List<String> texts(String name) {
        known.add(name);
        return parameters.getOrDefault(name, List.of());
    }

    /**
     * What {@code parse} makes of the value; empty where it is not there or refused.
     *
     * @param message what is said where {@code parse} makes nothing of it
     */
    public <T> Optional<T> parse(String name, Function<String, Optional<T>> parse, String message) {
        String text = text(name);
        Optional<T> value = text == null ? Optional.empty() : parse.apply(text);
        if (text != null && value.isEmpty()) {
            errors.add(new FieldError(name, message));
        }
        return value;
    }

    /** To be called last and before anything is done: 422 with all that is wrong. */
    public void check() {
        parameters.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> errors.add(
                        new FieldError(name, "is an unknown parameter" + NearestName.question(name, known))));
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }
}
