package io.drumbeat.campaigns.audience.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.opencsv.CSVWriterBuilder;
import com.opencsv.ICSVWriter;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
    private static final FileEncoding UTF_8 = new FileEncoding(StandardCharsets.UTF_8, 0);

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void shouldNumberPhysicalLinesWhenRecordsSpanThem(String end) throws Exception {
        String text = String.join(end, "a,b", "", "\"x", "y\",1", " , ", "c,\"d", "\"", "e", "");

        List<CsvRecord> records = read(text, ',');

        assertThat(records).extracting(CsvRecord::line).containsExactly(1L, 3L, 6L, 8L);
        assertThat(records.get(1).cells()).containsExactly("x" + end + "y", "1");
    }

    @Test
    void shouldTakeQuotesLiterallyWhenCellDoesNotBeginWithOne() throws Exception {
        assertThat(cells("5\" pipe,a\"\"b, \"x\",\"\"\"\",\"\",x\""))
                .containsExactly("5\" pipe", "a\"\"b", " \"x\"", "\"", "", "x\"");
    }

    @Test
    void shouldMarkRecordWhenTextStandsBehindAClosingQuote() throws Exception {
        List<CsvRecord> records = read("\"a\"b,\"c\"\n\"a\"b\"c,d\n\"a\"\"b\"c\"\n\"a\" ,b\n", ',');

        assertThat(records).extracting(CsvRecord::misquoted).containsExactly(true, true, true, false);
        assertThat(records)
                .extracting(CsvRecord::cells)
                .containsExactly(
                        List.of("\"a\"b", "c"), List.of("\"a\"b\"c", "d"), List.of("\"a\"\"b\"c\""), List.of("a", "b"));
    }

    @Test
    void shouldIgnoreCtrlZWhenItIsTheLastCharacter() throws Exception {
        assertThat(cells("a,b\u001a")).containsExactly("a", "b");
        assertThat(cells("a,\"b\"\u001a")).containsExactly("a", "b");
        assertThat(cells("a,b\n\u001a")).containsExactly("a", "b");
        assertThat(cells("a,b\u001ac")).containsExactly("a", "b\u001ac");
    }

    @Test
    void shouldNameLineOfTheQuoteWhenItIsNeverClosed() {
        assertFault("a\nb,\"c\nd\",\"e\nf", "quote that opens on line 3 is never closed");
    }

    @Test
    void shouldNameLineOfTheQuoteWhenUnclosedOneSwallowsTooMuch() {
        assertFault(
                "a\nb\n\"c" + "\n123456789,x".repeat(300_000),
                "line 3 is longer than 1 MiB. The quote that opens on line 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "€", "\ud83d\ude00"})
    void shouldCountBytesWhenRecordIsLong(String character) throws Exception {
        int bytes = character.getBytes(StandardCharsets.UTF_8).length;
        String longest = character.repeat(RecordReader.MAX_BYTES / bytes) + "x".repeat(RecordReader.MAX_BYTES % bytes);

        assertThat(cells("a\n" + longest + "\n")).containsExactly("a", longest);
        assertFault("a\n" + longest + "x\nb\n", "record that begins on line 2 is longer than 1 MiB");
    }

    @Test
    void shouldReadAMillionColumnsWhenTheyFit() throws Exception {
        String text = ",".repeat(RecordReader.MAX_BYTES - 3) + "\"x\"";

        assertThat(cells(text)).hasSize(RecordReader.MAX_BYTES - 2).endsWith("x");
    }

    /** Whatever opencsv writes is read back, cell for cell, on the line where it stands. */
    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t', '|'})
    void shouldReadBackWhenRandomRecordsAreWritten(char delimiter) throws Exception {
        Random random = new Random(delimiter);
        for (int round = 0; round < 300; round++) {
            List<List<String>> records = randomRecords(random);
            StringWriter text = new StringWriter();
            String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
            List<Long> lines = new ArrayList<>();
            try (ICSVWriter writer = new CSVWriterBuilder(text)
                    .withSeparator(delimiter)
                    .withLineEnd(end)
                    .build()) {
                for (List<String> record : records) {
                    writer.flush();
                    lines.add(1L + text.toString().split("\r\n|\r|\n", -1).length - 1);
                    writer.writeNext(
                            record.toArray(String[]::new),
                            random.nextBoolean() || record.get(0).startsWith(" "));
                }
            }

            List<CsvRecord> read = read(text.toString(), delimiter);

            assertThat(read).extracting(CsvRecord::cells).isEqualTo(records);
            assertThat(read).extracting(CsvRecord::line).isEqualTo(lines);
            assertThat(read).noneMatch(CsvRecord::misquoted);
        }
    }

    /** Any text at all is split as a splitter that only follows the rules, one character at a time, splits it. */
    @Test
    void shouldAgreeWithReferenceWhenTextIsRandom() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            String text = random.ints(random.nextInt(14), 0, 6)
                    .mapToObj(i -> "\"\",\n\rx".substring(i, i + 1))
                    .collect(Collectors.joining());
            ReferenceSplitter reference = new ReferenceSplitter(text);
            if (reference.unclosed) {
                assertThatThrownBy(() -> read(text, ',')).as(text).isInstanceOf(InvalidAudienceException.class);
            } else {
                assertThat(read(text, ',')).as(text).isEqualTo(reference.records);
            }
        }
    }

    private static final class ReferenceSplitter {
        private final List<CsvRecord> records = new ArrayList<>();
        private final boolean unclosed;

        ReferenceSplitter(String text) {
            List<String> cells = new ArrayList<>();
            StringBuilder raw = new StringBuilder();
            boolean quoted = false;
            boolean misquoted = false;
            long line = 1;
            long start = 1;
            String normal = text.replace("\r\n", "\f") + "\n";
            for (int i = 0; i < normal.length(); i++) {
                char c = normal.charAt(i);
                boolean lineEnd = c == '\n' || c == '\r' || c == '\f';
                line += lineEnd ? 1 : 0;
                quoted = c == '"' ? isOpen(raw + "\"") : quoted;
                if (quoted || (!lineEnd && c != ',')) {
                    raw.append(c);
                    continue;
                }
                misquoted |= isMisquoted(raw.toString());
                cells.add(value(raw.toString()).replace("\f", "\r\n"));
                raw.setLength(0);
                if (lineEnd) {
                    if (!String.join("", cells).isBlank()) {
                        records.add(new CsvRecord(start, List.copyOf(cells), misquoted));
                    }
                    cells.clear();
                    misquoted = false;
                    start = line;
                }
            }
            unclosed = quoted;
        }

        /** The cell's quotes are balanced up to its end, and nothing but a cell that begins with one has any. */
        private static boolean isOpen(String raw) {
            return raw.matches("(?s)\"([^\"]|\"\")*");
        }

        private static boolean isMisquoted(String raw) {
            return raw.startsWith("\"") && !raw.matches("(?s)\"([^\"]|\"\")*\"");
        }

        private static String value(String raw) {
            return raw.startsWith("\"") && !isMisquoted(raw)
                    ? raw.substring(1, raw.length() - 1).replace("\"\"", "\"")
                    : raw;
        }
    }

    /** A stream that gives one character at a time moves the buffer under every cell. */
    @Test
    void shouldReadTheSameWhenTextComesInPieces() throws Exception {
        String text = IntStream.range(0, 5000)
                .mapToObj(i -> "%d,\"a\n%d\"\"\",é%d".formatted(i, i, i))
                .collect(Collectors.joining("\r\n"));
        Reader trickle = new StringReader(text) {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, 1));
            }
        };

        assertThat(all(new RecordReader(trickle, ',', UTF_8))).isEqualTo(read(text, ','));
    }

    private static List<List<String>> randomRecords(Random random) {
        return IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(i -> IntStream.range(0, 1 + random.nextInt(4))
                        .mapToObj(j -> j == 0 ? "k" + randomCell(random) : randomCell(random))
                        .toList())
                .toList();
    }

    private static String randomCell(Random random) {
        String letters = ",;\t|\"\"\n\r\r\nab é€\ud83d\ude00'= ";
        return random.ints(random.nextInt(9), 0, letters.length())
                .mapToObj(i -> letters.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static void assertFault(String text, String message) {
        assertThatThrownBy(() -> read(text, ','))
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidAudienceException.class))
                .satisfies(e -> assertThat(e.faults().get(0).message()).contains(message));
    }

    private static List<String> cells(String text) throws IOException, InvalidAudienceException {
        return read(text, ',').stream()
                .flatMap(record -> record.cells().stream())
                .toList();
    }

    private static List<CsvRecord> read(String text, char delimiter) throws IOException, InvalidAudienceException {
        return all(new RecordReader(new StringReader(text), delimiter, UTF_8));
    }

    private static List<CsvRecord> all(RecordReader reader) throws IOException, InvalidAudienceException {
        List<CsvRecord> records = new ArrayList<>();
        for (CsvRecord record = reader.next(); record != null; record = reader.next()) {
            records.add(record);
        }
        return records;
    }
}
