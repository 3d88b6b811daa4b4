package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.audience.file.CsvExport;
import io.drumbeat.campaigns.audience.file.CsvRecord;
import io.drumbeat.campaigns.audience.phone.PhoneReader;
import io.drumbeat.campaigns.audience.phone.PhoneReading.Refused;
import io.drumbeat.campaigns.audience.phone.PhoneReading.Valid;
import io.drumbeat.campaigns.audience.reject.RejectCode;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.audience.text.TextField;
import io.drumbeat.campaigns.audience.text.Trim;
import io.drumbeat.campaigns.phone.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at one row after another, none knowing of the others. Immutable, for any number of threads. */
final class RowCheck {
    private final Header header;
    private final MessageTexts texts;
    private final PhoneReader phones;

    RowCheck(Header header, AudienceSpec spec) {
        this.header = header;
        texts = spec.texts();
        phones = new PhoneReader(spec.phoneFormat(), spec.defaultRegion());
    }

    Row check(CsvRecord record) {
        List<String> cells = record.cells();
        if (record.misquoted()) {
            return faulty(
                    record,
                    RejectCode.QUOTE,
                    "There is text after a closing quote: put the whole cell in quotes and double those inside it.",
                    false);
        }
        if (cells.size() > header.width() && !Trim.areBlank(cells.subList(header.width(), cells.size()))) {
            return faulty(
                    record,
                    RejectCode.EXTRA_CELLS,
                    "There are %d cells under %d headers: name each column, and in a CSV put cells that hold a delimiter in quotes."
                            .formatted(cells.size(), header.width()),
                    false);
        }
        return phones.read(value(record, header.phone()))
                .fold(number -> withValues(record, number), refused -> faulty(record, refused));
    }

    private Row withValues(CsvRecord record, Valid number) {
        String phone = number.e164();
        List<String> variables = new ArrayList<>(texts.columns().size());
        for (TextField field : texts.columns()) {
            int place = header.field(field.index());
            String value = place == Header.THE_PHONE ? phone : value(record, place);
            if (value.isEmpty() && field.needsValue()) {
                return faulty(
                        record,
                        RejectCode.PLACEHOLDER_EMPTY,
                        "The cell \"%s\" is empty: fill it, or give the %s a fallback."
                                .formatted(header.written(place), texts.kind().noun()),
                        number.assumed());
            }
            variables.add(value);
        }
        List<String> rendered = texts.render(variables);
        for (int i = 0; i < rendered.size(); i++) {
            Optional<String> refusal = texts.kind().refusal(i, rendered.get(i));
            if (refusal.isPresent()) {
                return faulty(record, texts.kind().code(), refusal.get(), number.assumed());
            }
        }
        header.passed().values().forEach(place -> variables.add(value(record, place)));
        return new Row.Sendable(
                record.line(),
                header.own(record.cells()),
                phone,
                Person.key(phone),
                variables,
                number.assumed(),
                duplicateBefore(record));
    }

    private boolean duplicateBefore(CsvRecord record) {
        return header.rejectCode() >= 0 && value(record, header.rejectCode()).equals(RejectCode.DUPLICATE.text());
    }

    private String value(CsvRecord record, int column) {
        if (column >= record.cells().size()) {
            return "";
        }
        String value = Trim.trim(record.cells().get(column)).replace("\r\n", "\n");
        return header.isRejectsFile() ? Trim.trim(CsvExport.unguarded(value)) : value;
    }

    private Row faulty(CsvRecord record, Refused refused) {
        return faulty(record, refused.code(), refused.reason(), refused.assumed());
    }

    private Row faulty(CsvRecord record, RejectCode code, String reason, boolean assumed) {
        return new Row.Faulty(code, RejectedRow.of(record.line(), code, reason, header.own(record.cells())), assumed);
    }
}
