package io.drumbeat.campaigns.dispatch;

import com.github.f4b6a3.uuid.UuidCreator;
import io.drumbeat.campaigns.sender.AccountKey;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send to one recipient, begun: it has the slot, the row and a line in the journal.
 *
 * @param id drawn before begin, so that begin can be repeated
 * @param tape the tape that the recipient stands on
 * @param n its number there
 * @param line its line in the file
 * @param phone E.164
 * @param variables the values of the texts' placeholders, and whatever stands behind them
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

    /** Ids for {@code many} of them, ordered by time: what is found by them grows at its end and not everywhere. */
    public static List<UUID> ids(int many) {
        return Stream.generate(UuidCreator::getTimeOrderedEpoch).limit(many).toList();
    }

    /** Leaves out phone and variables: this may reach a log. */
    @Override
    public String toString() {
        return "Dispatch[" + id + " of " + lane + ", line " + line + ", attempt " + attempt + "]";
    }
}
