package io.drumbeat.campaigns.audience;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.carrotsearch.hppc.LongHashSet;
import io.drumbeat.campaigns.audience.AudienceSpec.PhoneFormat;
import io.drumbeat.campaigns.json.FieldError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of reading a file, kept for a test to look at. */
record ReadAudience(
        AudienceFigures figures, List<String> header, List<Recipient> recipients, List<RejectedRow> rejects) {

    record Recipient(long n, long line, String phone, List<String> variables) {}

    static final AudienceSpec INTERNATIONAL = new AudienceSpec(null, PhoneFormat.AUTO, null, MessageTexts.NONE);

    static AudienceSpec caption(String template) {
        return new AudienceSpec(null, PhoneFormat.AUTO, null, MessageTexts.ofCaption(template));
    }

    static AudienceSpec parameters(String... templates) {
        return new AudienceSpec(null, PhoneFormat.AUTO, null, MessageTexts.ofParameters(List.of(templates)));
    }

    static AudienceSpec encoding(String name) {
        return new AudienceSpec(
                null,
                PhoneFormat.AUTO,
                null,
                AudienceSpec.encoding(name),
                null,
                MessageTexts.ofCaption("{{name}}"),
                List.of());
    }

    static AudienceSpec phoneColumn(String name) {
        return new AudienceSpec(name, PhoneFormat.AUTO, null, MessageTexts.NONE);
    }

    static ReadAudience of(String text) {
        return of(text, INTERNATIONAL);
    }

    static ReadAudience of(String text, AudienceSpec spec, long... suppressed) {
        return of(text.getBytes(StandardCharsets.UTF_8), spec, suppressed);
    }

    static ReadAudience of(byte[] bytes, AudienceSpec spec, long... suppressed) {
        try {
            return read(bytes, spec, suppressed);
        } catch (InvalidAudienceException e) {
            throw new AssertionError(e.faults().toString(), e);
        }
    }

    static List<FieldError> faults(String text) {
        return faults(text, INTERNATIONAL);
    }

    static List<FieldError> faults(String text, AudienceSpec spec) {
        return faults(text.getBytes(StandardCharsets.UTF_8), spec);
    }

    static List<FieldError> faults(byte[] bytes, AudienceSpec spec) {
        return Objects.requireNonNull(
                        catchThrowableOfType(InvalidAudienceException.class, () -> read(bytes, spec)),
                        "the file was taken")
                .faults();
    }

    /** The one fault of a file that has one. */
    static String fault(byte[] bytes) {
        List<FieldError> faults = faults(bytes, INTERNATIONAL);
        if (faults.size() != 1) {
            throw new AssertionError("not one fault: " + faults);
        }
        return faults.get(0).message();
    }

    static String fault(String text) {
        return fault(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ReadAudience read(byte[] bytes, AudienceSpec spec, long... suppressed)
            throws InvalidAudienceException {
        List<Recipient> recipients = new ArrayList<>();
        List<RejectedRow> rejects = new ArrayList<>();
        AudienceSink sink = new AudienceSink() {
            @Override
            public void recipient(long n, Row.Sendable row) {
                recipients.add(new Recipient(n, row.line(), row.phone(), row.variables()));
            }

            @Override
            public void rejected(RejectedRow row) {
                rejects.add(row);
            }
        };
        try {
            Path file = Files.createTempFile("audience", ".csv");
            try {
                Files.write(file, bytes);
                AudienceReader reader = AudienceReader.open(file, spec);
                AudienceFigures figures = reader.read(LongHashSet.from(suppressed), sink);
                return new ReadAudience(figures, reader.header(), recipients, rejects);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    List<String> phones() {
        return recipients.stream().map(Recipient::phone).toList();
    }

    List<Long> lines() {
        return recipients.stream().map(Recipient::line).toList();
    }

    /** Every reject as {@code line code}. */
    List<String> codes() {
        return rejects.stream().map(row -> row.line() + " " + row.code()).toList();
    }

    /** The rejects as a rejects.csv. */
    byte[] rejectsCsv() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvExport csv = CsvExport.to(out)) {
            csv.row(RejectedRow.header(header));
            for (RejectedRow row : rejects) {
                csv.row(row.record());
            }
        }
        return out.toByteArray();
    }

    @Nullable
    RejectedRow rejectAt(long line) {
        return rejects.stream().filter(row -> row.line() == line).findFirst().orElse(null);
    }
}
