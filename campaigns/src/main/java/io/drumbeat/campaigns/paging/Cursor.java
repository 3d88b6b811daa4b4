package io.drumbeat.campaigns.paging;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the key of a page's last item as a word that means nothing to anybody else, and reads it back. */
public final class Cursor {

    private static final String SEPARATOR = "/";

    private Cursor() {}

    /**
     * The cursor of an item.
     *
     * @param list names the list, so that a cursor of another one is refused
     * @param key the last item's, none of its parts with a slash in it
     */
    public static String write(String list, Object... key) {
        String text = list
                + SEPARATOR
                + String.join(
                        SEPARATOR, Arrays.stream(key).map(Object::toString).toList());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Where a page begins.
     *
     * @param read makes a key of its parts; whatever it throws says that the cursor is none of ours
     * @param first the key before all others, for the page without a cursor
     * @throws InvalidCursor where it is none of ours, or another list's
     */
    public static <K> K read(String list, @Nullable String cursor, Function<List<String>, K> read, K first) {
        if (cursor == null) {
            return first;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> parts = List.of(text.split(SEPARATOR, -1));
            if (parts.get(0).equals(list)) {
                return read.apply(parts.subList(1, parts.size()));
            }
        } catch (RuntimeException notOurs) {
            throw new InvalidCursor(notOurs);
        }
        throw new InvalidCursor(null);
    }

    /** A page of {@code limit} items out of a list read one further; {@code key} writes an item's cursor. */
    public static <T> Page<T> page(List<T> items, int limit, Function<T, String> key) {
        return items.size() <= limit
                ? new Page<>(items, null)
                : new Page<>(items.subList(0, limit), key.apply(items.get(limit - 1)));
    }
}
