package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.NearestName;
import io.drumbeat.campaigns.audience.file.CsvExport;
import io.drumbeat.campaigns.audience.file.CsvRecord;
import io.drumbeat.campaigns.audience.phone.PhoneReader;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.audience.text.ColumnName;
import io.drumbeat.campaigns.audience.text.TextField;
import io.drumbeat.campaigns.audience.text.Trim;
import io.drumbeat.campaigns.json.FieldError;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A file's first record, and where in it stands what the campaign wants. */
final class Header {
    /** In {@link #fields}: the recipient's number in E.164, whatever the cell says. */
    static final int THE_PHONE = -2;

    private static final int ABSENT = -1;
    private static final int LOOKED_AT_FOR_THE_NEAREST = 1000;
    private static final int LONGEST_NAME_IN_AN_ANSWER = 60;

    private final List<String> cells;
    private final List<ColumnName> names;
    private final List<FieldError> faults = new ArrayList<>();
    private final int phone;
    private final int[] fields;
    private final Map<String, Integer> passed = new LinkedHashMap<>();
    private final int rejectCode;
    private final BitSet ours = new BitSet();

    private Header(CsvRecord record, AudienceSpec spec) {
        cells = record.cells();
        names = names(cells);
        IntStream.range(0, cells.size()).filter(i -> isOurs(cells.get(i))).forEach(ours::set);
        rejectCode = IntStream.range(0, cells.size())
                .filter(i -> lowerCase(cells.get(i)).equals(RejectedRow.CODE_COLUMN))
                .findFirst()
                .orElse(ABSENT);
        phone = phoneColumn(cells, spec.phoneColumn());
        List<TextField> wanted = spec.texts().columns();
        fields = new int[wanted.size()];
        if (record.misquoted()) {
            faults.add(file("There is text after a closing quote in the header, on line %d.".formatted(record.line())));
        }
        if (phone < 0 && cells.stream().anyMatch(PhoneReader::looksLikeNumber)) {
            faults.add(file("The file has no header: its first record looks like a recipient. Put the names of the"
                    + " columns above it."));
            return;
        }
        if (phone < 0) {
            faults.add(noPhone(spec.phoneColumn()));
        }
        place(wanted, spec.passedColumns());
    }

    /**
     * Reads the record that stands first in the file; null where there is none.
     *
     * @throws InvalidAudienceException with everything that is wrong with it
     */
    static Header of(@Nullable CsvRecord record, AudienceSpec spec) throws InvalidAudienceException {
        if (record == null) {
            throw InvalidAudienceException.ofFile("The file has no header: it is empty.");
        }
        Header header = new Header(record, spec);
        if (!header.faults.isEmpty()) {
            throw new InvalidAudienceException(header.faults);
        }
        return header;
    }

    /** Where {@code wanted} stands, or without it the first column that is called like a phone; negative: nowhere. */
    static int phoneColumn(List<String> cells, @Nullable String wanted) {
        List<ColumnName> names = names(cells);
        if (wanted != null) {
            return indexOf(names, ColumnName.of(wanted));
        }
        return ColumnName.PHONE_ALIASES.stream()
                .map(aliases -> IntStream.range(0, names.size())
                        .filter(i -> aliases.contains(names.get(i)))
                        .findFirst())
                .flatMapToInt(OptionalInt::stream)
                .findFirst()
                .orElse(ABSENT);
    }

    /** Names to find columns by; our own columns of an earlier rejects.csv have an empty one, and so are none. */
    private static List<ColumnName> names(List<String> cells) {
        boolean ours = cells.stream().anyMatch(Header::isOurs);
        return cells.stream()
                .map(cell -> isOurs(cell)
                        ? ColumnName.of("")
                        : ColumnName.of(ours ? CsvExport.unguarded(Trim.trim(cell)) : cell))
                .toList();
    }

    private static int indexOf(List<ColumnName> names, ColumnName name) {
        return name.isEmpty() ? ABSENT : names.indexOf(name);
    }

    private static boolean isOurs(String cell) {
        return lowerCase(cell).startsWith(RejectedRow.PREFIX);
    }

    private static String lowerCase(String cell) {
        return Trim.trim(cell).toLowerCase(Locale.ROOT);
    }

    private FieldError noPhone(@Nullable String wanted) {
        String found = " The headers found are: %s.".formatted(found());
        return wanted == null
                ? file("No column is called phone, mobile, number, msisdn, whatsapp or the like: name it in"
                        + " columns.phone." + found)
                : new FieldError(
                        InvalidAudienceException.PHONE_COLUMN,
                        "No column is called %s.%s".formatted(quoted(wanted), found));
    }

    private void place(List<TextField> wanted, List<String> passedOn) {
        Map<ColumnName, Integer> times = new HashMap<>();
        names.forEach(name -> times.merge(name, 1, Integer::sum));
        ColumnName phoneName = phone < 0 ? ColumnName.PHONE : names.get(phone);
        if (phone >= 0) {
            faultIfDouble(phoneName, times);
        }
        for (TextField field : wanted) {
            ColumnName column = field.column();
            boolean thePhone = column.equals(ColumnName.PHONE) || column.equals(phoneName);
            int place = thePhone ? THE_PHONE : indexOf(names, column);
            fields[field.index()] = place;
            if (place == ABSENT) {
                String message = absentColumn(field);
                field.places().forEach(text -> faults.add(new FieldError(text, message)));
            } else if (!thePhone) {
                faultIfDouble(column, times);
            }
        }
        for (String name : passedOn) {
            int place = indexOf(names, ColumnName.of(name));
            if (place != ABSENT) {
                faultIfDouble(names.get(place), times);
                passed.put(name, place);
            }
        }
    }

    private void faultIfDouble(ColumnName used, Map<ColumnName, Integer> times) {
        if (times.getOrDefault(used, 0) > 1) {
            FieldError fault = file("Several columns are called %s: which one is meant?"
                    .formatted(quoted(cells.get(names.indexOf(used)))));
            if (!faults.contains(fault)) {
                faults.add(fault);
            }
        }
    }

    private String absentColumn(TextField field) {
        String nearest = IntStream.range(0, Math.min(names.size(), LOOKED_AT_FOR_THE_NEAREST))
                .filter(i -> isComparable(names.get(i)) && isComparable(field.column()))
                .filter(i -> names.get(i).isNear(field.column()))
                .boxed()
                .min(Comparator.comparingInt(i ->
                        NearestName.distance(names.get(i).key(), field.column().key())))
                .map(i -> " The nearest header is %s.".formatted(quoted(cells.get(i))))
                .orElse("");
        return "The placeholder {{%s}} names no column.%s".formatted(cut(field.written()), nearest);
    }

    private static boolean isComparable(ColumnName name) {
        return !name.isEmpty() && name.key().length() <= LONGEST_NAME_IN_AN_ANSWER;
    }

    /** All of them, but for those without a name. */
    private String found() {
        return cells.stream()
                .filter(cell -> !Trim.isBlank(cell))
                .map(Header::quoted)
                .collect(Collectors.joining(", "));
    }

    private static FieldError file(String message) {
        return new FieldError(InvalidAudienceException.RECIPIENTS, message);
    }

    private static String quoted(String name) {
        return '"' + cut(Trim.trim(name)) + '"';
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME_IN_AN_ANSWER ? name : name.substring(0, LONGEST_NAME_IN_AN_ANSWER) + "…";
    }

    int width() {
        return cells.size();
    }

    /** The phone column's place. */
    int phone() {
        return phone;
    }

    /** Where the value of the texts' field {@code index} stands, or {@link #THE_PHONE}. */
    int field(int index) {
        return fields[index];
    }

    /** The places of the columns that are passed on, by the names that they are wanted under. */
    Map<String, Integer> passed() {
        return passed;
    }

    /** The cells in front of {@code column}. */
    List<String> cellsBefore(int column) {
        return cells.subList(0, column);
    }

    /** A column's name as the file writes it. */
    String written(int column) {
        return Trim.trim(cells.get(column));
    }

    /** Whether the file is a rejects.csv of ours come back. */
    boolean isRejectsFile() {
        return !ours.isEmpty();
    }

    /** The place of an earlier rejects.csv's {@code reject_code}, negative without one. */
    int rejectCode() {
        return rejectCode;
    }

    /** The file's own columns, as they came. */
    List<String> own() {
        return own(cells);
    }

    /** Of a row's cells those that are not columns of an earlier rejects.csv. */
    List<String> own(List<String> row) {
        return ours.isEmpty()
                ? row
                : IntStream.range(0, row.size())
                        .filter(i -> !ours.get(i))
                        .mapToObj(row::get)
                        .toList();
    }
}
