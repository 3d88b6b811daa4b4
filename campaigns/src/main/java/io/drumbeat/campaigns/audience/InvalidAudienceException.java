package io.drumbeat.campaigns.audience;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A file that cannot be an audience as a whole: every fault that was found, each with the field it belongs to. */
public final class InvalidAudienceException extends Exception {
    private static final long serialVersionUID = 1;

    static final String RECIPIENTS = "recipients";
    static final String PHONE_COLUMN = "columns.phone";
    static final String REGION = "defaultRegion";

    private final transient List<Fault> faults;

    InvalidAudienceException(List<Fault> faults) {
        // Only the fields: a message may quote the file, and an exception's text ends up in logs.
        super(faults.stream().map(Fault::field).distinct().collect(Collectors.joining(", ")));
        this.faults = List.copyOf(faults);
    }

    static InvalidAudienceException ofFile(String message) {
        return of(RECIPIENTS, message);
    }

    static InvalidAudienceException of(String field, String message) {
        return new InvalidAudienceException(List.of(new Fault(field, message)));
    }

    /** At least one; the messages are for whoever posted the file and may quote it. */
    public List<Fault> faults() {
        return faults;
    }

    /**
     * The same, for a request that calls the file and its phone column otherwise than a campaign does.
     *
     * @param file instead of {@code recipients}
     * @param phoneColumn instead of {@code columns.phone}
     */
    public List<Fault> faults(String file, String phoneColumn) {
        Map<String, String> names = Map.of(RECIPIENTS, file, PHONE_COLUMN, phoneColumn);
        return faults.stream()
                .map(fault -> new Fault(
                        names.getOrDefault(fault.field(), fault.field()),
                        fault.message().replace(PHONE_COLUMN, phoneColumn)))
                .toList();
    }

    /**
     * One of them.
     *
     * @param field as the request names it: {@code recipients}, {@code columns.phone}, {@code defaultRegion},
     *     {@code media.caption} or {@code template.parameters[0]}
     * @param message one plain sentence or two, with the way out
     */
    public record Fault(String field, String message) {}
}
