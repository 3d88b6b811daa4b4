package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.NearestName;
import io.drumbeat.campaigns.audience.InvalidAudienceException;
import java.util.Collection;
import java.util.List;

/**
 * One thing that is wrong with a request.
 *
 * @param field where, as a path: {@code name}, {@code media.url}, {@code senders[1]}
 * @param message what, in words that say how to mend it; never a phone number or a caption
 */
public record FieldError(String field, String message) {

    /** What is wrong with a file of recipients. */
    public static List<FieldError> of(InvalidAudienceException refused) {
        return refused.faults().stream()
                .map(fault -> new FieldError(fault.field(), fault.message()))
                .toList();
    }

    /**
     * The error of a field that nobody knows.
     *
     * @param path of the object that it stands in, with a full stop behind it; empty for the outermost
     * @param known what there may be instead
     */
    public static FieldError unknown(String path, String name, Collection<String> known) {
        return new FieldError(path + name, "is an unknown field" + NearestName.question(name, known));
    }
}
