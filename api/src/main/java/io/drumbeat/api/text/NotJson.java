package io.drumbeat.api.text;

/** What was to be JSON is none. The message is the end of a sentence without its full stop, and quotes no content. */
public final class NotJson extends Exception {
    private static final long serialVersionUID = 1L;

    NotJson(String why) {
        super(why);
    }

    /** Why, with the line and the column where one can be told. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
