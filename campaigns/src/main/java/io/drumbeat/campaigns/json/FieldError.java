package io.drumbeat.campaigns.json;

/**
 * One thing that is wrong with what somebody wrote: a request, a file.
 *
 * @param field where, as a path: {@code name}, {@code media.url}, {@code senders[1]}
 * @param message what, in words that say how to mend it; never a phone number or a caption
 */
public record FieldError(String field, String message) {}
