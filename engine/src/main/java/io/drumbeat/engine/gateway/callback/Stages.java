package io.drumbeat.engine.gateway.callback;

import io.drumbeat.campaigns.receipt.Receipt.Stage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words that vendors have for how far a message has come. */
public final class Stages {

    private Stages() {}

    /** The stage that {@code status} names, whatever its case; null where it names none. */
    public static @Nullable Stage named(@Nullable String status) {
        return switch (status == null ? "" : status.strip().toLowerCase(Locale.ROOT)) {
            case "sent" -> Stage.SENT;
            case "delivered" -> Stage.DELIVERED;
            case "read", "played" -> Stage.READ;
            case "failed" -> Stage.FAILED;
            default -> null;
        };
    }
}
