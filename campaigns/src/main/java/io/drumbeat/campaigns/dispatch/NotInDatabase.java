package io.drumbeat.campaigns.dispatch;

/** The database knows nothing of what is asked about: it was restored from before that was there, or is another one. */
public final class NotInDatabase extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param what is asked about, without anything private */
    public NotInDatabase(String what) {
        super("there is no " + what);
    }
}
