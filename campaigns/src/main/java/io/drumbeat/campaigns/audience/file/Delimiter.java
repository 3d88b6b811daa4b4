package io.drumbeat.campaigns.audience.file;

import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands between a file's cells, and how well it fits: a first record that makes sense as a header decides, then the
 * number of records as wide as it, then its width.
 *
 * @param declared whether the file's first line names it, and is no record
 */
public record Delimiter(char character, boolean declared) {
    /** As a file's first line, quoted or not: commas stand between its cells. */
    static final String DECLARED_COMMA = "sep=,";

    private static final int SAMPLE_BYTES = 1 << 20;
    private static final List<Character> CANDIDATES = List.of(',', ';', '\t', '|');
    private static final Pattern DECLARATION = Pattern.compile("(?is)^(\"?)sep=([,;\t|])\\1(?:[\r\n].*|$)");

    static Delimiter of(Path file, FileEncoding encoding, Predicate<List<String>> isHeader) throws IOException {
        String sample = encoding.sample(file, SAMPLE_BYTES);
        Matcher declaration = DECLARATION.matcher(sample);
        if (declaration.matches()) {
            return new Delimiter(declaration.group(2).charAt(0), true);
        }
        Stream.Builder<Fit> fits = Stream.builder();
        for (char candidate : CANDIDATES) {
            fits.add(Fit.of(candidate, sample, encoding, isHeader));
        }
        // The first of equals: the candidates stand in the order of how common they are.
        return new Delimiter(
                fits.build()
                        .reduce((best, next) -> Fit.ORDER.compare(next, best) > 0 ? next : best)
                        .orElseThrow()
                        .character,
                false);
    }

    private record Fit(char character, boolean header, int alike, int width) {
        static final Comparator<Fit> ORDER =
                Comparator.comparing(Fit::header).thenComparingInt(Fit::alike).thenComparingInt(Fit::width);

        static Fit of(char candidate, String sample, FileEncoding encoding, Predicate<List<String>> isHeader)
                throws IOException {
            RecordReader records = new RecordReader(new StringReader(sample), candidate, encoding);
            boolean header = false;
            int width = 0;
            int alike = 0;
            try {
                for (CsvRecord record = records.next(); record != null; record = records.next()) {
                    if (width == 0) {
                        width = record.cells().size();
                        header = isHeader.test(record.cells());
                    }
                    alike += record.cells().size() == width ? 1 : 0;
                }
            } catch (InvalidAudienceException fault) {
                // Often only the sample's end, cut through a quote. A header that cannot be read at all is better
                // explained by that than by the want of a phone column: reading the file itself will say it.
                return new Fit(candidate, header, width == 0 ? Integer.MAX_VALUE : alike, width);
            }
            return new Fit(candidate, header, alike, width);
        }
    }
}
