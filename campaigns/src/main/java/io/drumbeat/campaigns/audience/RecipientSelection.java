package io.drumbeat.campaigns.audience;

import com.carrotsearch.hppc.LongLongHashMap;
import com.carrotsearch.hppc.LongSet;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.reject.RejectCode;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes rows in the order of the file, says which are recipients, and counts. For one thread. */
final class RecipientSelection implements Row.Visitor {
    private final LongSet suppressed;
    private final AudienceSink sink;
    private final LongLongHashMap firstLines = new LongLongHashMap();
    private final Map<RejectCode, Long> refusals = new EnumMap<>(RejectCode.class);
    private long accepted;

    RecipientSelection(LongSet suppressed, AudienceSink sink) {
        this.suppressed = suppressed;
        this.sink = sink;
    }

    @Override
    public void sendable(Row.Sendable row) throws IOException {
        long number = number(row.person());
        if (suppressed.contains(number)) {
            refuse(row, RejectCode.SUPPRESSED, "This number is on the suppression list.");
        } else if (firstLines.containsKey(number)) {
            refuse(
                    row,
                    RejectCode.DUPLICATE,
                    "Line %d has the same number%s."
                            .formatted(
                                    firstLines.get(number), row.isInAnotherForm() ? ", in this form or another" : ""));
        } else if (row.duplicateBefore()) {
            refuse(
                    row,
                    RejectCode.DUPLICATE,
                    "Its reject_code says duplicate: empty that cell if it is to be sent to after all.");
        } else {
            firstLines.put(number, row.line());
            accepted++;
            sink.recipient(accepted, row);
        }
    }

    @Override
    public void faulty(Row.Faulty row) throws IOException {
        count(row.code());
        sink.rejected(row.rejected());
    }

    private void refuse(Row.Sendable row, RejectCode code, String reason) throws IOException {
        count(code);
        sink.rejected(RejectedRow.of(row.line(), code, reason, row.cells()));
    }

    private void count(RejectCode code) {
        refusals.merge(code, 1L, Long::sum);
    }

    /** A person's key as a number: too few digits to overflow, and never a zero in front, so that none are the same by chance. */
    static long number(String person) {
        return Long.parseLong(person, 1, person.length(), 10);
    }

    /**
     * What came of all rows so far.
     *
     * @throws InvalidAudienceException where none of them is a recipient
     */
    AudienceFigures figures() throws InvalidAudienceException {
        if (accepted == 0) {
            throw InvalidAudienceException.ofFile(
                    refusals.isEmpty()
                            ? "The file has a header and no rows."
                            : "No row can be sent to. Of the rows: " + reasons() + ".");
        }
        return figuresSoFar();
    }

    /** The same, also where none of them is a recipient. */
    AudienceFigures figuresSoFar() {
        long duplicates = refusals.getOrDefault(RejectCode.DUPLICATE, 0L);
        long unwanted = refusals.getOrDefault(RejectCode.SUPPRESSED, 0L);
        long all = refusals.values().stream().mapToLong(Long::longValue).sum();
        return new AudienceFigures(accepted + all, accepted, all - duplicates - unwanted, duplicates, unwanted);
    }

    private String reasons() {
        return refusals.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().text())
                .collect(Collectors.joining(", "));
    }
}
