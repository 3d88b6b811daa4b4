package io.drumbeat.campaigns.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event in a campaign's life.
 *
 * @param actor who did it: a token's name, or {@code drumbeat} itself
 * @param event {@code created}, {@code started}, {@code paused}, …
 * @param detail why, in plain words; null: nobody said
 */
public record LogLine(
        Instant at, String actor, String event, @Nullable String detail) {}
