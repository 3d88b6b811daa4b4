package io.drumbeat.engine.gateway.callback;

import io.drumbeat.campaigns.dispatch.AnnouncementStore;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor tells of a business of ours, in its own words: of a template, of a number, or of all of it.
 *
 * @param key the same each time that it is told
 * @param business the vendor's id of the business; null: it does not say
 * @param shown the number that it is about, in digits as people see it; null: all its numbers
 * @param template which of its templates; null: it is about numbers
 * @param stops whether nothing more can be sent so, or should be until somebody has looked
 */
public record Announcement(
        String key,
        @Nullable String business,
        @Nullable String shown,
        AnnouncementStore.@Nullable Template template,
        boolean stops,
        String words) {}
