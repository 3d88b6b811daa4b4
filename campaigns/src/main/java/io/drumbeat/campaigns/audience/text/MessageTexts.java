package io.drumbeat.campaigns.audience.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a campaign's messages with their placeholders, {@code {{column}}} and {@code {{column|fallback}}}: a
 * caption, a template's parameters, or none. Immutable.
 *
 * <p>A recipient's row keeps the values of {@link #fields} in their order, the phone number among them where a text asks
 * for it, so that {@link #render} needs nothing else when the message is sent.
 */
public final class MessageTexts {
    /** The longest caption that may be sent, in UTF-16 units. */
    public static final int MAX_CAPTION = 1024;

    /** Of a message without any. */
    public static final MessageTexts NONE = new MessageTexts(TextKind.CAPTION, List.of());

    private final TextKind kind;
    private final List<PlaceholderText> texts;
    private final List<TextField> columns;

    private MessageTexts(TextKind kind, List<String> templates) {
        this.kind = kind;
        Map<ColumnName, TextField> fields = new LinkedHashMap<>();
        this.texts = IntStream.range(0, templates.size())
                .mapToObj(i -> new PlaceholderText(templates.get(i), kind.place(i), fields))
                .toList();
        this.columns = List.copyOf(fields.values());
    }

    private MessageTexts withoutFaults() {
        if (texts.stream().anyMatch(text -> !text.faults().isEmpty())) {
            throw new IllegalArgumentException("a text whose placeholders are faulty");
        }
        return this;
    }

    /** What is wrong with {@code template}, in sentences for its author; empty where it can be used here. */
    public static List<String> faults(String template) {
        return new PlaceholderText(template, "", new LinkedHashMap<>()).faults();
    }

    /** The UTF-16 units of {@code template} that stand in it for every recipient, without its placeholders. */
    public static int fixedLength(String template) {
        return new PlaceholderText(template, "", new LinkedHashMap<>()).fixedLength();
    }

    /**
     * A caption alone.
     *
     * @param template null: there is none
     * @throws IllegalArgumentException where it has {@link #faults}
     */
    public static MessageTexts ofCaption(@Nullable String template) {
        return template == null ? NONE : new MessageTexts(TextKind.CAPTION, List.of(template)).withoutFaults();
    }

    /**
     * What fills the places of a template that the vendor knows, in their order.
     *
     * @throws IllegalArgumentException where any has {@link #faults}
     */
    public static MessageTexts ofParameters(List<String> templates) {
        return new MessageTexts(TextKind.PARAMETER, templates).withoutFaults();
    }

    /**
     * Texts with all their placeholders that are in order, whatever is wrong with others: to find the columns they name,
     * never to be sent.
     *
     * @param caption null: there is none, and the {@code parameters} are a template's
     */
    public static MessageTexts asFarAsReadable(@Nullable String caption, List<String> parameters) {
        return caption == null
                ? new MessageTexts(TextKind.PARAMETER, parameters)
                : new MessageTexts(TextKind.CAPTION, List.of(caption));
    }

    /** The columns that the texts ask for, each once, as first written, in the order of their first use. */
    public List<String> fields() {
        return columns.stream().map(TextField::written).toList();
    }

    public List<TextField> columns() {
        return columns;
    }

    public TextKind kind() {
        return kind;
    }

    /**
     * The texts for one recipient, in their order. Values are taken as they are, never read for placeholders again; an
     * empty one gives way to its placeholder's fallback.
     *
     * @param values those of {@link #fields}, in their order; what stands behind them is somebody else's
     * @throws IllegalArgumentException where there are fewer
     */
    public List<String> render(List<String> values) {
        if (values.size() < columns.size()) {
            throw new IllegalArgumentException(
                    "%d values for %d placeholders".formatted(values.size(), columns.size()));
        }
        return texts.stream().map(text -> text.render(values)).toList();
    }

    /** Whether a text gives way to a fallback with these values, which are as for {@link #render}. */
    public boolean usesFallback(List<String> values) {
        return texts.stream().anyMatch(text -> text.usesFallback(values));
    }

    /** Whether they are a template's parameters, rather than a caption. */
    public boolean areParameters() {
        return kind == TextKind.PARAMETER;
    }
}
