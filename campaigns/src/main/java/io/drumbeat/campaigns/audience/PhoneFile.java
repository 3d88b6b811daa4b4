package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.audience.text.ColumnName;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.audience.text.Trim;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of phones that is no audience, read as docs/csv.md says, with the column {@code reason} where it has one. */
public final class PhoneFile {

    private static final ColumnName REASON = ColumnName.of("reason");

    private final AudienceReader reader;
    private final int reason;

    private PhoneFile(AudienceReader reader) {
        this.reader = reader;
        this.reason = reader.header().stream().map(ColumnName::of).toList().indexOf(REASON);
    }

    /**
     * Looks at the file as a whole.
     *
     * @param phoneColumn the header of the phone column; null: the first that is called like one
     * @param defaultRegion one of {@link AudienceSpec#regions}; null: none
     * @param encoding how the file's bytes become text; null: as the file itself shows
     * @param sheet the one that is read of a workbook; null: the first
     * @throws InvalidAudienceException with everything that keeps it from being read
     */
    public static PhoneFile open(
            Path file,
            @Nullable String phoneColumn,
            PhoneFormat phoneFormat,
            @Nullable String defaultRegion,
            @Nullable Charset encoding,
            @Nullable String sheet)
            throws IOException, InvalidAudienceException {
        return new PhoneFile(AudienceReader.open(
                file,
                new AudienceSpec(
                        phoneColumn, phoneFormat, defaultRegion, encoding, sheet, MessageTexts.NONE, List.of())));
    }

    /**
     * Hands every row to {@code sink}, in the order of the file. May be called again; memory does not grow with the file.
     *
     * @throws InvalidAudienceException where a record cannot be read; {@code sink} has had rows by then
     */
    public void read(Sink sink) throws IOException, InvalidAudienceException {
        reader.each(new Row.Visitor() {
            @Override
            public void sendable(Row.Sendable row) throws IOException {
                sink.phone(row.phone(), reason(row.cells()));
            }

            @Override
            public void faulty(Row.Faulty row) throws IOException {
                sink.rejected(row.rejected());
            }
        });
    }

    private String reason(List<String> cells) {
        return reason >= 0 && reason < cells.size() ? Trim.trim(cells.get(reason)) : "";
    }

    /** Where the rows go. */
    public interface Sink {

        /**
         * A row with a phone, which may be that of an earlier row.
         *
         * @param phone E.164
         * @param reason empty where the row gives none
         */
        void phone(String phone, String reason) throws IOException;

        /** A row whose phone cannot be read. */
        void rejected(RejectedRow row) throws IOException;
    }
}
