package io.drumbeat.campaigns;

/** What names something: one value with a type of its own. Statements take it as its value. */
public interface Id {

    /** What it is where it is kept. */
    Object value();
}
