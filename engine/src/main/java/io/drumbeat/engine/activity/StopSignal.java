package io.drumbeat.engine.activity;

/** What an activity hears from Temporal while it runs. */
interface StopSignal {

    /** Whether it should end before it begins anything new. */
    boolean requested();
}
