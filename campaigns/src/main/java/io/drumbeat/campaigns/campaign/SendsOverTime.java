package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.SendCurve.Pause;
import io.drumbeat.campaigns.database.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Notes now and then how many sends of each campaign have ended, by what its lanes count anyway, and makes a curve of that: it
 * costs the same for ten recipients as for ten million, and sends know nothing of it (docs/protocol.md#counted-beside).
 */
final class SendsOverTime {

    /**
     * A minute apart, closer in the first hour, so that what is over in a minute has a curve, too; at once where it has none yet, and
     * where it stands still.
     */
    private static final String NOTE = """
            insert into sends_noted (campaign_id, at, sends)
            select c.campaign_id, clock_now(), sum(l.outcomes)
            from campaign c join lane l using (campaign_id)
            left join lateral (
                select at, sends from sends_noted n where n.campaign_id = c.campaign_id order by at desc limit 1) last on true
            where c.status in ('running', 'paused') or c.finished_at > clock_now() - interval '2 minutes'
            group by c.campaign_id, last.at, last.sends
            having last.at is null
                or sum(l.outcomes) > last.sends
                   and (c.status <> 'running'
                        or clock_now() > last.at + least(interval '55 s', (clock_now() - c.started_at) / 60))
            on conflict do nothing""";

    private static final String NOTES = "select at, sends from sends_noted where campaign_id = :id order by at";

    private static final String SPAN = """
            select c.started_at, coalesce(c.finished_at, clock_now()) as until,
                   (select coalesce(sum(outcomes), 0) from lane l where l.campaign_id = c.campaign_id) as sends
            from campaign c where c.campaign_id = :id""";

    private static final String PAUSES = """
            select at, actor, event, detail from campaign_log
            where campaign_id = :id and event in ('paused', 'resumed', 'cancelled', 'failed')
            order by log_id limit 1000""";

    private static final Duration APART = Duration.ofSeconds(55);

    /** Whether there is news is looked at every four seconds. */
    private static final Duration ROUND = Duration.ofSeconds(10);

    private static final int MOST_SPANS = 90;

    /** In seconds: what people divide hours and days by. */
    private static final long[] WIDTHS = {10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200};

    private static final long DAY = 86_400;

    private SendsOverTime() {}

    static void note(Handle handle) {
        handle.execute(NOTE);
    }

    private record Note(Instant at, long sends) {}

    private record Span(@Nullable Instant startedAt, Instant until, long sends) {}

    /** Empty: there is no such campaign. */
    static Optional<SendCurve> curve(Handle handle, CampaignId id) {
        return handle.createQuery(SPAN)
                .bind("id", id)
                .map((row, context) ->
                        new Span(Times.readNullable(row, "started_at"), Times.read(row, "until"), row.getLong("sends")))
                .findOne()
                .map(span -> curve(span, notes(handle, id), pauses(handle, id)));
    }

    private static SendCurve curve(Span span, List<Note> notes, List<Pause> pauses) {
        Instant begun = span.startedAt();
        if (begun == null || span.until().isBefore(begun)) {
            return new SendCurve(null, Duration.ZERO, List.of(), pauses);
        }
        long width = width(Duration.between(begun, span.until()).toSeconds());
        long first = begun.getEpochSecond() / width;
        long last = span.until().getEpochSecond() / width;
        List<Note> all = withEnds(begun, span, notes);
        long[] before = LongStream.rangeClosed(first, last + 1)
                .map(place -> sendsAt(Instant.ofEpochSecond(place * width), all, begun))
                .toArray();
        List<Long> counts = new ArrayList<>();
        for (int i = 1; i < before.length; i++) {
            counts.add(before[i] - before[i - 1]);
        }
        return new SendCurve(Instant.ofEpochSecond(first * width), Duration.ofSeconds(width), counts, pauses);
    }

    private static long width(long seconds) {
        return LongStream.of(WIDTHS)
                .filter(width -> seconds / width < MOST_SPANS)
                .findFirst()
                .orElse((seconds / DAY / MOST_SPANS + 1) * DAY);
    }

    /** One that was begun by a version without notes has its first ones long after its start: what it sent before them is not in it. */
    private static List<Note> withEnds(Instant begun, Span span, List<Note> notes) {
        List<Note> all = new ArrayList<>(notes);
        if (all.isEmpty() || all.get(0).at().isBefore(begun.plus(APART))) {
            all.add(0, new Note(begun, 0));
        }
        if (all.get(all.size() - 1).at().isBefore(span.until())) {
            all.add(new Note(span.until(), span.sends()));
        }
        return all;
    }

    /** How many had ended by {@code time}: between two notes, as many as its share of the time between them. */
    private static long sendsAt(Instant time, List<Note> notes, Instant begun) {
        Note before = notes.get(0);
        for (Note note : notes) {
            if (note.at().isAfter(time)) {
                return between(before, note, time, begun);
            }
            before = note;
        }
        return before.sends();
    }

    /** Where they are farther apart than news would have been, nothing was sent until the round of the second. */
    private static long between(Note before, Note after, Instant time, Instant begun) {
        Duration usual = Duration.between(begun, after.at()).dividedBy(60);
        Instant news =
                before.at().plus(usual.compareTo(APART) < 0 ? usual : APART).plus(ROUND);
        Instant from = news.isBefore(after.at().minus(ROUND)) ? after.at().minus(ROUND) : before.at();
        if (!time.isAfter(from)) {
            return before.sends();
        }
        double share = (double) Duration.between(from, time).toMillis()
                / Duration.between(from, after.at()).toMillis();
        return before.sends() + Math.round(share * (after.sends() - before.sends()));
    }

    private static List<Note> notes(Handle handle, CampaignId id) {
        return handle.createQuery(NOTES)
                .bind("id", id)
                .map((row, context) -> new Note(Times.read(row, "at"), row.getLong("sends")))
                .list();
    }

    private static List<Pause> pauses(Handle handle, CampaignId id) {
        List<Pause> pauses = new ArrayList<>();
        List<LogLine> lines = handle.createQuery(PAUSES)
                .bind("id", id)
                .map((row, context) -> PostgresCampaignStore.logLine(row))
                .list();
        LogLine paused = null;
        for (LogLine line : lines) {
            boolean begins = line.event().equals("paused");
            if (begins && paused == null) {
                paused = line;
            } else if (!begins && paused != null) {
                pauses.add(new Pause(paused.at(), line.at(), paused.actor(), paused.detail()));
                paused = null;
            }
        }
        if (paused != null) {
            pauses.add(new Pause(paused.at(), null, paused.actor(), paused.detail()));
        }
        return pauses;
    }
}
