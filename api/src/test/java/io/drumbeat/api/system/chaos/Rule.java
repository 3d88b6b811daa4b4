package io.drumbeat.api.system.chaos;

/** What must be true of every {@link History}, whatever broke meanwhile. */
enum Rule {
    /** A recipient who may have got the message is not sent it again, unless a person asks for that. */
    SENT_ONCE,
    /** Nobody is sent to who was not on a list. */
    NOBODY_ELSE,
    /** Once pause or cancel has answered, nothing of the campaign begins. */
    PAUSE_HOLDS,
    /** The account's pause lies between the end of a send and the begin of the next. */
    GAP_KEPT(true),
    /** So does the campaign's own pause, by sender. */
    CAMPAIGN_GAP_KEPT(true),
    /** No more sends begin than the account's rate allows. */
    RATE_KEPT(true),
    /** No more of its sends are on at a time than may be. */
    IN_FLIGHT_KEPT(true),
    DAILY_CAP_KEPT,
    PORTFOLIO_KEPT,
    QUIET_KEPT(true),
    /** Pending, sending, sent, failed, unconfirmed and skipped are the total at every look. */
    COUNTS_ADD_UP,
    /** At the end the counts are those of the recipients one by one. */
    COUNTS_TRUE,
    /** Each recipient ends, once, as sent, failed, unconfirmed or skipped. */
    NOBODY_LOST,
    /** What each has ended as is what the vendor knows. */
    ENDING_TRUE,
    /** Only a send that was on at a fault, or that the vendor left open, may be unconfirmed. */
    UNCONFIRMED_IN_FLIGHT;

    /** Whether it is about times on PostgreSQL's clock, and says nothing where that is wrong. */
    final boolean isByClock;

    Rule() {
        this(false);
    }

    Rule(boolean isByClock) {
        this.isByClock = isByClock;
    }
}
