package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.audience.InvalidAudienceException;
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
}
