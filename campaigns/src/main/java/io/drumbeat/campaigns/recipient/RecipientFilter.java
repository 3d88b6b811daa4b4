package io.drumbeat.campaigns.recipient;

import org.jspecify.annotations.Nullable;

/**
 * Which recipients of a campaign are meant; of several conditions all must hold.
 *
 * @param status only those; null: all
 * @param phone only those whose phone it is, in whatever form of the number, or begins or ends so; null: all. A whole one is found
 *     by an index; a part costs as much as lies before what it finds.
 * @param errorCode only those who failed, are unconfirmed or were skipped with this code; null: all. It costs as much, too.
 */
public record RecipientFilter(
        Recipient.@Nullable Status status,
        @Nullable PhonePart phone,
        @Nullable String errorCode) {

    /** Everybody. */
    public static final RecipientFilter ALL = new RecipientFilter(null, null, null);

    /** All with that status. */
    public static RecipientFilter with(Recipient.Status status) {
        return new RecipientFilter(status, null, null);
    }
}
