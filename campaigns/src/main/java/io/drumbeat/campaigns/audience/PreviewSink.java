package io.drumbeat.campaigns.audience;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.drumbeat.campaigns.audience.AudiencePreview.Country;
import io.drumbeat.campaigns.audience.AudiencePreview.Sample;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.audience.text.Trim;
import io.drumbeat.campaigns.phone.TimeZones;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps of an audience what a person looks at before it is sent to; as much of a long one as of a short one. */
final class PreviewSink implements AudienceSink {

    private static final int FIRST_ROWS = 5;
    private static final int FIRST_REJECTS = 20;
    private static final int LONGEST_CALLING_CODE = 3;

    private final MessageTexts texts;
    private final boolean zoned;
    private final Map<Set<ZoneId>, Long> byZones = new HashMap<>();
    private final Set<Integer> callingCodes = PhoneNumberUtil.getInstance().getSupportedCallingCodes();
    private final List<List<String>> firstRows = new ArrayList<>();
    private final List<RejectedRow> rejects = new ArrayList<>();
    private final Map<Integer, Country> countries = new HashMap<>();
    private final PhoneDigest people = new PhoneDigest();
    private @Nullable Sample first;
    private @Nullable Sample longest;
    private @Nullable Sample withFallback;
    private int longestLength;
    private final long[] emptyCells;

    /** @param width how many columns the file has */
    PreviewSink(MessageTexts texts, boolean zoned, int width) {
        this.texts = texts;
        this.zoned = zoned;
        this.emptyCells = new long[width];
    }

    /** Looks at every row on its way to {@code selection}. */
    Row.Visitor before(RecipientSelection selection) {
        return new Row.Visitor() {
            @Override
            public void sendable(Row.Sendable row) throws IOException {
                look(row.cells());
                selection.sendable(row);
            }

            @Override
            public void faulty(Row.Faulty row) throws IOException {
                look(row.rejected().cells());
                selection.faulty(row);
            }
        };
    }

    private void look(List<String> cells) {
        if (firstRows.size() < FIRST_ROWS) {
            firstRows.add(List.copyOf(cells));
        }
        for (int column = 0; column < emptyCells.length; column++) {
            if (column >= cells.size() || Trim.isBlank(cells.get(column))) {
                emptyCells[column]++;
            }
        }
    }

    @Override
    public void recipient(long n, Row.Sendable row) {
        people.add(row.person());
        countries.merge(
                callingCode(row.phone()),
                new Country(callingCode(row.phone()), 1, row.line()),
                (sofar, one) -> new Country(sofar.callingCode(), sofar.recipients() + 1, sofar.firstLine()));
        if (zoned) {
            byZones.merge(TimeZones.of(row.phone()), 1L, Long::sum);
        }
        List<String> rendered = texts.render(row.variables());
        int length = rendered.stream().mapToInt(String::length).sum();
        if (first == null) {
            first = sample(row, rendered);
        }
        if (longest == null || length > longestLength) {
            longest = sample(row, rendered);
            longestLength = length;
        }
        if (withFallback == null && texts.usesFallback(row.variables())) {
            withFallback = sample(row, rendered);
        }
    }

    private Sample sample(Row.Sendable row, List<String> rendered) {
        boolean caption = !texts.areParameters() && !rendered.isEmpty();
        return new Sample(
                row.line(),
                row.cells(),
                row.phone(),
                caption ? rendered.get(0) : null,
                texts.areParameters() ? rendered : null);
    }

    private int callingCode(String e164) {
        for (int digits = 1; digits <= LONGEST_CALLING_CODE; digits++) {
            int code = Integer.parseInt(e164, 1, 1 + digits, 10);
            if (callingCodes.contains(code)) {
                return code;
            }
        }
        throw new IllegalStateException("a valid number without a calling code");
    }

    @Override
    public void rejected(RejectedRow row) {
        if (rejects.size() < FIRST_REJECTS) {
            rejects.add(row);
        }
    }

    List<List<String>> firstRows() {
        return firstRows;
    }

    List<RejectedRow> rejects() {
        return rejects;
    }

    /** How many rows have nothing in each column. */
    List<Long> emptyCells() {
        return Arrays.stream(emptyCells).boxed().toList();
    }

    /** The first, the longest, and the first with a fallback, each row once. */
    List<Sample> samples() {
        return Stream.of(first, longest, withFallback)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    String people() {
        return people.text();
    }

    Map<Set<ZoneId>, Long> byZones() {
        return byZones;
    }

    List<Country> countries() {
        return countries.values().stream()
                .sorted(Comparator.comparingLong(Country::recipients).reversed())
                .toList();
    }
}
