package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.audience.file.CsvRecord;
import io.drumbeat.campaigns.audience.file.Records;
import io.drumbeat.campaigns.audience.phone.PhoneReader;
import io.drumbeat.campaigns.audience.phone.RegionFit;
import io.drumbeat.campaigns.audience.phone.RegionFits;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.text.Trim;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a file shows at a glance, also one that cannot be an audience as it is: for a person who has to say how it is read.
 *
 * @param headers its first record, as it came
 * @param phoneColumn the header of its phones; null: none is known to be that
 * @param likelyPhoneColumn where there is none, the header of the cells that most look like phones; null: none do
 * @param firstRows the cells of its first rows, as they came
 * @param regions that its numbers without a country code may be of, the best first
 */
public record FileGlance(
        List<String> headers,
        @Nullable String phoneColumn,
        @Nullable String likelyPhoneColumn,
        List<List<String>> firstRows,
        List<RegionFit> regions) {

    private static final int SHOWN = 5;
    private static final int LOOKED_AT = 500;

    public FileGlance {
        headers = List.copyOf(headers);
        firstRows = List.copyOf(firstRows);
        regions = List.copyOf(regions);
    }

    /**
     * Looks at {@code file}, which may be only the head of one; empty where nothing can be read of it.
     *
     * @throws IOException where what was posted cannot be read
     */
    public static Optional<FileGlance> of(Path file, AudienceSpec spec) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (Records records = AudienceReader.source(file, spec, true).open()) {
            for (CsvRecord record = records.next();
                    record != null && rows.size() <= LOOKED_AT;
                    record = records.next()) {
                rows.add(record.cells());
            }
        } catch (InvalidAudienceException unreadable) {
            // The rows before stand: what is wrong has been said by whoever asks for a glance.
            return rows.size() < 2 ? Optional.empty() : Optional.of(of(rows, spec));
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(of(rows, spec));
    }

    private static FileGlance of(List<List<String>> records, AudienceSpec spec) {
        List<String> headers = records.get(0);
        List<List<String>> rows = records.subList(1, records.size());
        int phone = Header.phoneColumn(headers, spec.phoneColumn());
        int likely = phone >= 0 ? phone : likely(headers, rows);
        RegionFits regions = new RegionFits();
        if (likely >= 0) {
            rows.stream()
                    .filter(row -> likely < row.size())
                    .map(row -> row.get(likely))
                    .forEach(regions::look);
        }
        return new FileGlance(
                headers,
                phone < 0 ? null : Trim.trim(headers.get(phone)),
                phone >= 0 || likely < 0 ? null : Trim.trim(headers.get(likely)),
                rows.subList(0, Math.min(SHOWN, rows.size())),
                regions.best());
    }

    /** Where most cells look like phones, and at least half do; negative: nowhere. */
    private static int likely(List<String> headers, List<List<String>> rows) {
        return IntStream.range(0, headers.size())
                .filter(column -> !Trim.isBlank(headers.get(column)))
                .filter(column -> phones(rows, column) * 2 >= Math.max(1, rows.size()))
                .boxed()
                .max(Comparator.<Integer>comparingLong(column -> phones(rows, column))
                        .thenComparing(Comparator.reverseOrder()))
                .orElse(-1);
    }

    private static long phones(List<List<String>> rows, int column) {
        return rows.stream()
                .filter(row -> column < row.size() && PhoneReader.looksLikeNumber(row.get(column)))
                .count();
    }
}
