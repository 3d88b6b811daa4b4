package io.drumbeat.campaigns.audience.reject;

import io.drumbeat.campaigns.json.FieldError;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A file that cannot be an audience as a whole: every fault that was found, each with the field it belongs to. */
public final class InvalidAudienceException extends Exception {
    private static final long serialVersionUID = 1;

    public static final String RECIPIENTS = "recipients";
    public static final String SHEET = "sheet";
    public static final String PHONE_COLUMN = "columns.phone";
    public static final String REGION = "defaultRegion";

    private final transient List<FieldError> faults;

    public InvalidAudienceException(List<FieldError> faults) {
        // Only the fields: a message may quote the file, and an exception's text ends up in logs.
        super(faults.stream().map(FieldError::field).distinct().collect(Collectors.joining(", ")));
        this.faults = List.copyOf(faults);
    }

    public static InvalidAudienceException ofFile(String message) {
        return of(RECIPIENTS, message);
    }

    public static InvalidAudienceException of(String field, String message) {
        return new InvalidAudienceException(List.of(new FieldError(field, message)));
    }

    /**
     * At least one, each under a field as a campaign's request names it: {@code recipients}, {@code sheet},
     * {@code columns.phone}, {@code defaultRegion}, {@code media.caption} or {@code template.parameters[0]}. The messages are for whoever posted
     * the file and may quote it.
     */
    public List<FieldError> faults() {
        return faults;
    }

    /**
     * The same, for a request that calls the file and its phone column otherwise than a campaign does.
     *
     * @param file instead of {@code recipients}
     * @param phoneColumn instead of {@code columns.phone}
     */
    public List<FieldError> faults(String file, String phoneColumn) {
        Map<String, String> names = Map.of(RECIPIENTS, file, PHONE_COLUMN, phoneColumn);
        return faults.stream()
                .map(fault -> new FieldError(
                        names.getOrDefault(fault.field(), fault.field()),
                        fault.message().replace(PHONE_COLUMN, phoneColumn)))
                .toList();
    }
}
