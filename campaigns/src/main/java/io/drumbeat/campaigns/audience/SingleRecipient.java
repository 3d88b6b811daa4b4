package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.audience.phone.PhoneReader;
import io.drumbeat.campaigns.audience.phone.PhoneReading;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.text.ColumnName;
import io.drumbeat.campaigns.audience.text.TextField;
import io.drumbeat.campaigns.audience.text.Trim;
import io.drumbeat.campaigns.json.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One recipient that somebody writes down instead of a file.
 *
 * @param phone E.164
 * @param variables what an import would keep of its row
 * @param texts the campaign's, rendered
 */
public record SingleRecipient(String phone, List<String> variables, List<String> texts) {

    private static final String PHONE = "phone";
    private static final String COLUMNS = "columns";

    public SingleRecipient {
        variables = List.copyOf(variables);
        texts = List.copyOf(texts);
    }

    /** Leaves all of it out: this may reach a log. */
    @Override
    public String toString() {
        return "SingleRecipient";
    }

    /**
     * Reads it as an import would read a row with these cells; a column that is not there is empty.
     *
     * @param header of the campaign's file, whose columns may all be named; empty: there is none
     * @param columns cells by their columns' names
     * @throws InvalidAudienceException with all that is wrong, under {@code phone} and {@code columns.NAME}
     */
    public static SingleRecipient of(AudienceSpec spec, List<String> header, String phone, Map<String, String> columns)
            throws InvalidAudienceException {
        List<FieldError> faults = new ArrayList<>();
        String number = new PhoneReader(spec.phoneFormat(), spec.defaultRegion())
                .read(Trim.trim(phone))
                .fold(PhoneReading.Valid::e164, refused -> {
                    faults.add(new FieldError(PHONE, refused.reason()));
                    return "";
                });
        Cells cells = new Cells(spec, header);
        columns.forEach((name, value) -> cells.read(name, value, faults));
        List<String> variables = new ArrayList<>();
        for (TextField field : spec.texts().columns()) {
            String value = cells.isPhone(field.column()) ? number : cells.value(field.column());
            if (value.isEmpty() && field.needsValue() && !cells.isPhone(field.column())) {
                faults.add(new FieldError(
                        COLUMNS + "." + field.written(),
                        "is needed: the %s has no fallback for it"
                                .formatted(spec.texts().kind().noun())));
            }
            variables.add(value);
        }
        refuse(faults);
        List<String> texts = spec.texts().render(variables);
        for (int i = 0; i < texts.size(); i++) {
            Optional<String> refusal = spec.texts().kind().refusal(i, texts.get(i));
            refusal.ifPresent(reason -> faults.add(new FieldError(COLUMNS, reason)));
        }
        refuse(faults);
        spec.passedColumns().forEach(name -> variables.add(cells.value(ColumnName.of(name))));
        return new SingleRecipient(number, variables, texts);
    }

    private static void refuse(List<FieldError> faults) throws InvalidAudienceException {
        if (!faults.isEmpty()) {
            throw new InvalidAudienceException(faults);
        }
    }

    /** Its cells, by the names that columns are known by. */
    private static final class Cells {
        private final Map<ColumnName, String> values = new HashMap<>();
        private final Set<ColumnName> known = new HashSet<>();
        private final Set<ColumnName> phones = new HashSet<>();

        Cells(AudienceSpec spec, List<String> header) {
            phones.add(ColumnName.PHONE);
            if (spec.phoneColumn() != null) {
                phones.add(ColumnName.of(spec.phoneColumn()));
            }
            int phone = Header.phoneColumn(header, spec.phoneColumn());
            if (phone >= 0) {
                phones.add(ColumnName.of(header.get(phone)));
            }
            header.forEach(name -> known.add(ColumnName.of(name)));
            spec.texts().columns().forEach(field -> known.add(field.column()));
            spec.passedColumns().forEach(name -> known.add(ColumnName.of(name)));
        }

        void read(String name, String value, List<FieldError> faults) {
            ColumnName column = ColumnName.of(name);
            String field = COLUMNS + "." + name;
            if (isPhone(column)) {
                faults.add(new FieldError(field, "is the phone, which stands in phone: leave it out here"));
            } else if (column.isEmpty() || !known.contains(column)) {
                faults.add(new FieldError(field, "is no column of this campaign"));
            } else if (values.putIfAbsent(column, Trim.trim(value).replace("\r\n", "\n")) != null) {
                faults.add(new FieldError(field, "is there twice: names are compared without case, spaces, _ - and ."));
            }
        }

        boolean isPhone(ColumnName column) {
            return phones.contains(column);
        }

        String value(ColumnName column) {
            return values.getOrDefault(column, "");
        }
    }
}
