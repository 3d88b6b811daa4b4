package io.drumbeat.campaigns.paging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a longer list.
 *
 * @param nextCursor asks for the ones behind them; null: there are none
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    /** The most items that a page may be asked for. */
    public static final int MAX_LIMIT = 500;

    public Page {
        items = List.copyOf(items);
    }
}
