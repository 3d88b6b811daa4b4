package io.drumbeat.engine.activity;

/** What an activity says to Temporal while it runs, and hears back. */
interface Presence {

    /** The activity is at this line of the file now. */
    void at(long line);

    /** Whether it should end before it begins anything new. */
    boolean leaving();
}
