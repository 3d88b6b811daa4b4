package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.sender.AccountKey;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message that somebody sends to try a campaign out.
 *
 * @param id a new one, of {@link Dispatch#ids}
 * @param lane the campaign, and the sender that it is to go by
 * @param phone E.164
 * @param variables as {@link Dispatch} has them
 * @param actor who wants it
 */
public record TestSend(UUID id, LaneId lane, String phone, List<String> variables, String actor) {

    public TestSend {
        variables = List.copyOf(variables);
    }

    /** It stands in no list. */
    Dispatch dispatch(AccountKey account, @Nullable String uploadedMedia) {
        return new Dispatch(id, lane, account, 0, 0, 0, phone, variables, 1, uploadedMedia);
    }

    /** What its line of the campaign's log is found by until it is over. */
    static String key(UUID id) {
        return "test " + id;
    }

    /** What that line begins with: whoever knows the phone knows it again, and nobody else learns it. */
    static String told(LaneId lane, String phone) {
        return "%s to …%s: ".formatted(lane.sender(), phone.substring(Math.max(0, phone.length() - 4)));
    }

    /** Leaves out phone and variables: this may reach a log. */
    @Override
    public String toString() {
        return "TestSend[" + id + " of " + lane + "]";
    }
}
