package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an import would make of a file, found by reading it as an import does and keeping nothing.
 *
 * @param partial whether the file ends within a record, which is left out: it is only the head of one
 * @param rejects the first of the rows that are not sent to
 * @param samples of its messages, at most three
 * @param countries whose numbers its recipients have, the most frequent first
 * @param people what tells its people from others, in whatever order they are: {@link ImportedAudience#people}
 * @param byZones how many recipients each set of time zones has; empty: they were not looked up
 */
public record AudiencePreview(
        AudienceFigures figures,
        boolean partial,
        AudienceForm form,
        List<RejectedRow> rejects,
        List<Sample> samples,
        List<Country> countries,
        String people,
        Map<Set<ZoneId>, Long> byZones) {

    public AudiencePreview {
        rejects = List.copyOf(rejects);
        samples = List.copyOf(samples);
        countries = List.copyOf(countries);
        byZones = Map.copyOf(byZones);
    }

    /**
     * One recipient's message.
     *
     * @param cells its row's, as they came
     * @param phone E.164
     * @param caption null: the message has none
     * @param parameters of its template, rendered; null: it has none
     */
    public record Sample(
            long line,
            List<String> cells,
            String phone,
            @Nullable String caption,
            @Nullable List<String> parameters) {}

    /**
     * Recipients whose numbers begin alike.
     *
     * @param callingCode 91 for India; 1 for North America and the Caribbean
     * @param firstLine of the first of them
     */
    public record Country(int callingCode, long recipients, long firstLine) {}

    /**
     * Reads {@code file}, which may be only the head of one where it is text.
     *
     * @param zoned whether the recipients' time zones are looked up
     * @throws InvalidAudienceException where an import would refuse it, with every fault found; that no row can be sent to
     *     refuses a whole file only
     * @throws IOException where it cannot be read
     */
    public static AudiencePreview of(Path file, AudienceSpec spec, SuppressedPersons suppressed, boolean zoned)
            throws IOException, InvalidAudienceException {
        AudienceReader reader = AudienceReader.openHead(file, spec);
        PreviewSink seen = new PreviewSink(spec.texts(), zoned, reader.header().size());
        RecipientSelection selection = new RecipientSelection(suppressed.numbers(), seen);
        reader.each(seen.before(selection));
        boolean partial = reader.endedWithinRecord();
        return new AudiencePreview(
                partial ? selection.figuresSoFar() : selection.figures(),
                partial,
                reader.form(seen.firstRows(), seen.emptyCells()),
                seen.rejects(),
                seen.samples(),
                seen.countries(),
                seen.people(),
                seen.byZones());
    }
}
