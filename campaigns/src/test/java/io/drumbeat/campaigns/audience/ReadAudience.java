package io.drumbeat.campaigns.audience;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.carrotsearch.hppc.LongHashSet;
import io.drumbeat.campaigns.audience.file.CsvExport;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.audience.text.MessageTexts;
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
public record ReadAudience(
        AudienceFigures figures, List<String> header, List<Recipient> recipients, List<RejectedRow> rejects) {

    public record Recipient(long n, long line, String phone, List<String> variables) {}

    public static final AudienceSpec INTERNATIONAL = new AudienceSpec(null, PhoneFormat.AUTO, null, MessageTexts.NONE);

    public static AudienceSpec caption(String template) {
        return new AudienceSpec(null, PhoneFormat.AUTO, null, MessageTexts.ofCaption(template));
    }

    public static AudienceSpec parameters(String... templates) {
        return new AudienceSpec(null, PhoneFormat.AUTO, null, MessageTexts.ofParameters(List.of(templates)));
    }

    public static AudienceSpec encoding(String name) {
        return new AudienceSpec(
                null,
                PhoneFormat.AUTO,
                null,
                AudienceSpec.encoding(name),
                null,
                MessageTexts.ofCaption("{{name}}"),
                List.of());
    }

    public static AudienceSpec phoneColumn(String name) {
        return new AudienceSpec(name, PhoneFormat.AUTO, null, MessageTexts.NONE);
    }

    public static ReadAudience of(String text) {
        return of(text, INTERNATIONAL);
    }

    public static ReadAudience of(String text, AudienceSpec spec, long... suppressed) {
        return of(text.getBytes(StandardCharsets.UTF_8), spec, suppressed);
    }

    public static ReadAudience of(byte[] bytes, AudienceSpec spec, long... suppressed) {
        try {
            return read(bytes, spec, suppressed);
        } catch (InvalidAudienceException e) {
            throw new AssertionError(e.faults().toString(), e);
        }
    }

    public static List<FieldError> faults(String text) {
        return faults(text, INTERNATIONAL);
    }

    public static List<FieldError> faults(String text, AudienceSpec spec) {
        return faults(text.getBytes(StandardCharsets.UTF_8), spec);
    }

    public static List<FieldError> faults(byte[] bytes, AudienceSpec spec) {
        return Objects.requireNonNull(
                        catchThrowableOfType(InvalidAudienceException.class, () -> read(bytes, spec)),
                        "the file was taken")
                .faults();
    }

    /** The one fault of a file that has one. */
    public static String fault(byte[] bytes) {
        List<FieldError> faults = faults(bytes, INTERNATIONAL);
        if (faults.size() != 1) {
            throw new AssertionError("not one fault: " + faults);
        }
        return faults.get(0).message();
    }

    public static String fault(String text) {
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

    public List<String> phones() {
        return recipients.stream().map(Recipient::phone).toList();
    }

    public List<Long> lines() {
        return recipients.stream().map(Recipient::line).toList();
    }

    /** Every reject as {@code line code}. */
    public List<String> codes() {
        return rejects.stream().map(row -> row.line() + " " + row.code()).toList();
    }

    /** The rejects as a rejects.csv. */
    public byte[] rejectsCsv() throws IOException {
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
