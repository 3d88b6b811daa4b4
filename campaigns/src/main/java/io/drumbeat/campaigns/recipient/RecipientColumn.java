package io.drumbeat.campaigns.recipient;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told of each recipient, in this order: selected, as JSON and in recipients.csv alike. */
public enum RecipientColumn {
    ROW("row", "r.line", Recipient::row),
    PHONE("phone", "r.phone", Recipient::phone),
    STATUS("status", """
            case when j.dispatch_id is not null then 'sending'
                 when r.status is not null then r.status
                 when c.status = 'cancelled' then 'skipped'
                 else 'pending' end""", recipient -> recipient.status().text()),
    SENDER("sender", "coalesce(j.sender_id, r.sender_id)", Recipient::sender),
    ATTEMPTS("attempts", "coalesce(j.attempt, d.attempts, r.attempts)", Recipient::attempts),
    MESSAGE_ID("messageId", "r.message_id", Recipient::messageId),
    ERROR_CODE(
            "errorCode", "case when d.attempts is null then r.error_code else d.error_code end", Recipient::errorCode),
    ERROR_MESSAGE("errorMessage", "r.error_message", Recipient::errorMessage),
    SENT_AT("sentAt", ofSent("r.settled_at"), Recipient::sentAt),
    DELIVERED_AT("deliveredAt", ofSent("r.delivered_at"), Recipient::deliveredAt),
    READ_AT("readAt", ofSent("r.read_at"), Recipient::readAt),
    REPLIED_AT("repliedAt", "r.replied_at", Recipient::repliedAt);

    private final String title;
    private final String sql;

    @SuppressWarnings("ImmutableEnumChecker") // none of the functions holds anything
    private final Function<Recipient, @Nullable Object> value;

    /** @param sql of recipient r, its campaign c, and its lines of journal j and of due d, where it has them */
    RecipientColumn(String title, String sql, Function<Recipient, @Nullable Object> value) {
        this.title = title;
        this.sql = sql;
        this.value = value;
    }

    private static String ofSent(String time) {
        return "case when j.dispatch_id is null and r.status = 'sent' then " + time + " end";
    }

    /** All of them, as a select has them. */
    static String select() {
        return Arrays.stream(values())
                .map(column -> column.sql + " as " + column.title)
                .collect(Collectors.joining(", "));
    }

    /** What recipients.csv says of a recipient, behind the columns of its file: all but where it stands there. */
    public static List<RecipientColumn> outcome() {
        return Arrays.stream(values())
                .filter(column -> column.compareTo(STATUS) >= 0)
                .toList();
    }

    /** Their titles. */
    public static List<String> titles() {
        return Arrays.stream(values()).map(RecipientColumn::title).toList();
    }

    /** Its name in JSON. */
    public String title() {
        return title;
    }

    /** Its name in the header of recipients.csv: {@code message_id}. */
    public String csvTitle() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it says of {@code recipient}: a number, or what {@code toString} makes a text; null: nothing yet. */
    public @Nullable Object of(Recipient recipient) {
        return value.apply(recipient);
    }
}
