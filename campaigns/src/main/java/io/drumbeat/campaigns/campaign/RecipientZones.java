package io.drumbeat.campaigns.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.phone.TimeZones;
import io.drumbeat.campaigns.spec.Schedule;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/**
 * How many of a campaign's recipients each set of time zones has, in the campaign's row: only an estimate reads it, so that
 * a poll need not look at recipients.
 */
public final class RecipientZones {

    private static final int FETCHED = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** No zone has one in its name. */
    private static final String SEPARATOR = " ";

    private RecipientZones() {}

    /** Whether a campaign of that schedule needs them: recipients sleep by their own clocks. */
    public static boolean areNeeded(Schedule schedule) {
        QuietHours quiet = schedule.quietHours();
        return quiet != null && quiet.zone() == null;
    }

    /** Counts and keeps them, which takes some ten seconds for a million recipients. */
    public static void count(Handle handle, CampaignId campaign) {
        Map<Set<ZoneId>, Long> counts = new HashMap<>();
        try (ResultIterator<String> phones = handle.createQuery("select phone from recipient where campaign_id = :id")
                .bind("id", campaign)
                .setFetchSize(FETCHED)
                .mapTo(String.class)
                .iterator()) {
            while (phones.hasNext()) {
                counts.merge(TimeZones.of(phones.next()), 1L, Long::sum);
            }
        }
        handle.createUpdate("update campaign set zones = cast(:zones as jsonb) where campaign_id = :id")
                .bind("id", campaign)
                .bind("zones", write(counts))
                .execute();
    }

    private static String write(Map<Set<ZoneId>, Long> counts) {
        Map<String, Long> named = new TreeMap<>();
        counts.forEach((zones, count) ->
                named.put(zones.stream().map(ZoneId::getId).sorted().collect(Collectors.joining(SEPARATOR)), count));
        try {
            return JSON.writeValueAsString(named);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names and numbers are always JSON", e);
        }
    }

    /** What {@link #count} has kept; empty where that is null. */
    static Map<Set<ZoneId>, Long> read(@Nullable String kept) {
        if (kept == null) {
            return Map.of();
        }
        try {
            Map<Set<ZoneId>, Long> counts = new HashMap<>();
            JSON.readValue(kept, new TypeReference<Map<String, Long>>() {})
                    .forEach((names, count) -> counts.put(
                            Stream.of(names.split(SEPARATOR)).map(ZoneId::of).collect(Collectors.toUnmodifiableSet()),
                            count));
            return counts;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a campaign's time zones that are no JSON", e);
        }
    }
}
