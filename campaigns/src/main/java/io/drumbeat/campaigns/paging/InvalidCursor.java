package io.drumbeat.campaigns.paging;

import org.jspecify.annotations.Nullable;

/** A cursor that no page gave out. */
public final class InvalidCursor extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidCursor(@Nullable Throwable cause) {
        super("the cursor does not come from a page of this list", cause);
    }
}
