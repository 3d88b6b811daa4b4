package io.drumbeat.campaigns.sender;

/**
 * A business as Meta knows it, whose numbers share one limit: how many people they may begin a conversation with.
 *
 * <p>What is counted are people who were sent to in the {@link #WINDOW}; not those who had written to one of its numbers in
 * the day before that.
 *
 * @param id its name in senders.json
 * @param uniqueRecipients people in any 24 hours
 * @see <a href="https://developers.facebook.com/docs/whatsapp/messaging-limits">Messaging limits</a>
 */
public record Portfolio(String id, int uniqueRecipients) {

    /** In SQL: a day, and what a send may take from its begin until Meta counts it. */
    public static final String WINDOW = "interval '24 hours 1 minute'";

    /** In SQL: how long what is sent to somebody who wrote takes no place; a minute short of Meta's day, for the same reason. */
    public static final String FREE = "interval '23 hours 59 minutes'";

    /** In SQL, of portfolio {@code p}: how many places are taken. */
    public static final String USED = """
            (p.used - (select count(*) from portfolio_recipient gone
                        where gone.portfolio_id = p.portfolio_id
                          and gone.sent_at <= (select clock_now() - %s)))""".formatted(WINDOW);
}
