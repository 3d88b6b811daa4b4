package io.drumbeat.campaigns.erasure;

import io.drumbeat.campaigns.recipient.RecipientList;
import io.drumbeat.campaigns.suppression.Suppression;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is stored of one person.
 *
 * @param phone E.164, in the form that the person is known by
 * @param recipients as whom they were or will be sent to
 * @param suppression empty: the person is not on the suppression list
 * @param lastWord what they said last about being written to; empty: nothing, or long ago
 */
public record StoredPerson(
        String phone,
        List<RecipientList.OfPerson> recipients,
        Optional<Suppression> suppression,
        Optional<LastWord> lastWord) {

    public StoredPerson {
        recipients = List.copyOf(recipients);
    }

    /** Whether the person wanted messages, as of then. */
    public record LastWord(boolean wanted, Instant saidAt) {}

    /** Leaves out whose it is: this may reach a log. */
    @Override
    public String toString() {
        return "StoredPerson[" + recipients.size() + " recipients]";
    }
}
