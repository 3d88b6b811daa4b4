package io.drumbeat.campaigns.audience;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A caption with its placeholders, {@code {{column}}} and {@code {{column|fallback}}}. Immutable.
 *
 * <p>A recipient's row keeps the values of {@link #fields} in their order, the phone number among them where the
 * caption asks for it, so that {@link #render} needs nothing else when the message is sent.
 */
public final class Caption {
    /** The longest that may be sent, in UTF-16 units. */
    public static final int MAX_LENGTH = 1024;

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final List<Part> parts = new ArrayList<>();
    private final Map<ColumnName, Field> fields = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    private Caption(String template) {
        int at = 0;
        for (int open = template.indexOf(OPEN); open >= 0; open = template.indexOf(OPEN, at)) {
            parts.add(new Text(template.substring(at, open)));
            int inside = open + OPEN.length();
            int close = template.indexOf(CLOSE, inside);
            int next = template.indexOf(OPEN, inside);
            if (close < 0 || (next >= 0 && next < close)) {
                faults.add("The placeholder that opens at character %d is never closed: write {{column}}."
                        .formatted(open + 1));
                at = inside;
            } else {
                placeholder(template.substring(inside, close), open);
                at = close + CLOSE.length();
            }
        }
        parts.add(new Text(template.substring(at)));
    }

    private void placeholder(String inside, int open) {
        int bar = inside.indexOf('|');
        String written = Trim.trim(bar < 0 ? inside : inside.substring(0, bar));
        String fallback = bar < 0 ? null : inside.substring(bar + 1);
        ColumnName column = ColumnName.of(written);
        if (column.isEmpty()) {
            faults.add("The placeholder at character %d names no column: write {{column}}.".formatted(open + 1));
            return;
        }
        Field known = fields.get(column);
        Field field = known == null ? new Field(fields.size(), written, column, fallback == null) : known;
        fields.put(column, field.needed(fallback == null));
        parts.add(new Placeholder(field.index(), fallback));
    }

    /** What is wrong with {@code template}, in sentences for its author; empty where {@link #parse} takes it. */
    public static List<String> faults(String template) {
        return List.copyOf(new Caption(template).faults);
    }

    /**
     * Reads a template whose {@link #faults} are none.
     *
     * @throws IllegalArgumentException where it has some
     */
    public static Caption parse(String template) {
        Caption caption = new Caption(template);
        if (!caption.faults.isEmpty()) {
            throw new IllegalArgumentException("a caption whose placeholders are faulty");
        }
        return caption;
    }

    /** The columns it asks for, each once, as first written, in the order of their first use. */
    public List<String> fields() {
        return columns().stream().map(Field::written).toList();
    }

    List<Field> columns() {
        return List.copyOf(fields.values());
    }

    /**
     * The text for one recipient. Values are taken as they are, never read for placeholders again; an empty one gives
     * way to its placeholder's fallback.
     *
     * @param variables the values of {@link #fields}, in their order
     * @throws IllegalArgumentException where their number is another
     */
    public String render(List<String> variables) {
        if (variables.size() != fields.size()) {
            throw new IllegalArgumentException(
                    "%d values for %d placeholders".formatted(variables.size(), fields.size()));
        }
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> part.render(variables, text));
        return text.toString();
    }

    /**
     * One column the caption asks for.
     *
     * @param needsValue whether a placeholder without a fallback uses it
     */
    record Field(int index, String written, ColumnName column, boolean needsValue) {
        private Field needed(boolean here) {
            return new Field(index, written, column, needsValue || here);
        }
    }

    private sealed interface Part {
        void render(List<String> variables, StringBuilder text);
    }

    private record Text(String literal) implements Part {
        @Override
        public void render(List<String> variables, StringBuilder text) {
            text.append(literal);
        }
    }

    private record Placeholder(int field, @Nullable String fallback) implements Part {
        @Override
        public void render(List<String> variables, StringBuilder text) {
            String value = variables.get(field);
            text.append(value.isEmpty() && fallback != null ? fallback : value);
        }
    }
}
