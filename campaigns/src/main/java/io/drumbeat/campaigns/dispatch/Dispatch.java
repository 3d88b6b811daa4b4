package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.sender.AccountKey;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send to one recipient, begun: it has the slot, the row and a line in the journal.
 *
 * @param id drawn before begin, so that begin can be repeated
 * @param tape the tape that the recipient stands on
 * @param n its number there
 * @param line its line in the file
 * @param phone E.164
 * @param variables the values of the caption's placeholders, and of the columns that go to vendors as they are
 * @param attempt counts from 1
 * @param uploadedMedia the media's id or URL at this account; null where it was not published to it
 */
public record Dispatch(
        UUID id,
        LaneId lane,
        AccountKey account,
        int tape,
        long n,
        long line,
        String phone,
        List<String> variables,
        int attempt,
        @Nullable String uploadedMedia) {

    public Dispatch {
        variables = List.copyOf(variables);
    }

    /** Leaves out phone and variables: this may reach a log. */
    @Override
    public String toString() {
        return "Dispatch[" + id + " of " + lane + ", line " + line + ", attempt " + attempt + "]";
    }
}
