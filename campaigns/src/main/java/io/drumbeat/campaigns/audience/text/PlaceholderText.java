package io.drumbeat.campaigns.audience.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One text with its placeholders, {@code {{column}}} and {@code {{column|fallback}}}. */
final class PlaceholderText {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final String place;
    private final Map<ColumnName, TextField> fields;
    private final List<Part> parts = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * Reads {@code template} as far as its placeholders are in order.
     *
     * @param place where it stands in the request
     * @param fields the columns that the message's texts ask for so far; its own are added
     */
    PlaceholderText(String template, String place, Map<ColumnName, TextField> fields) {
        this.place = place;
        this.fields = fields;
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
        TextField known = fields.getOrDefault(column, TextField.first(fields.size(), written, column));
        fields.put(column, known.usedIn(place, fallback == null));
        parts.add(new Placeholder(known.index(), fallback));
    }

    /** What is wrong with it, in sentences for its author. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** The characters that stand in it for every recipient. */
    int fixedLength() {
        return parts.stream()
                .mapToInt(part -> part instanceof Text text ? text.literal().length() : 0)
                .sum();
    }

    /** The text for one recipient. Values are taken as they are; an empty one gives way to its fallback. */
    String render(List<String> values) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> part.render(values, text));
        return text.toString();
    }

    /** Whether one of its placeholders gives way to its fallback. */
    boolean usesFallback(List<String> values) {
        return parts.stream()
                .anyMatch(part -> part instanceof Placeholder placeholder && placeholder.usesFallback(values));
    }

    private sealed interface Part {
        void render(List<String> values, StringBuilder text);
    }

    private record Text(String literal) implements Part {
        @Override
        public void render(List<String> values, StringBuilder text) {
            text.append(literal);
        }
    }

    private record Placeholder(int field, @Nullable String fallback) implements Part {
        @Override
        public void render(List<String> values, StringBuilder text) {
            text.append(usesFallback(values) ? fallback : values.get(field));
        }

        boolean usesFallback(List<String> values) {
            return fallback != null && values.get(field).isEmpty();
        }
    }
}
