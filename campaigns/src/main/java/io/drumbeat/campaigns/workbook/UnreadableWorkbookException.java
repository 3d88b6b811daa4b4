package io.drumbeat.campaigns.workbook;

/** A file that is no workbook that can be read; its message says to whoever posted it what it is, and may quote it. */
public final class UnreadableWorkbookException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean ofSheet;

    private UnreadableWorkbookException(String message, boolean ofSheet) {
        super(message);
        this.ofSheet = ofSheet;
    }

    static UnreadableWorkbookException of(String message) {
        return new UnreadableWorkbookException(message, false);
    }

    static UnreadableWorkbookException ofSheet(String message) {
        return new UnreadableWorkbookException(message, true);
    }

    /** {@code what}: which part of it is damaged and how, as the rest of a sentence. */
    static UnreadableWorkbookException damaged(String what) {
        return of("This Excel workbook is damaged (%s): open it in Excel and save it again.".formatted(what));
    }

    /** Whether only the sheet that was asked for is not in it. */
    public boolean isOfSheet() {
        return ofSheet;
    }
}
