package io.drumbeat.engine.workflow;

/**
 * What the Temporal UI shows beside a timer or a lane: 400 bytes of its JSON at most, the limit that servers have for such texts. A
 * server that holds timers to it would fail the workflow's task, again and again.
 */
final class TimerSummary {
    private static final int BYTES = 390;

    private TimerSummary() {}

    static String of(String text) {
        int bytes = 0;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            bytes += inJson(text.codePointAt(at));
            if (bytes > BYTES) {
                return text.substring(0, at) + "…";
            }
        }
        return text;
    }

    /** At most: some are written as they are, some as an escape. */
    private static int inJson(int c) {
        if (c < 0x80) {
            return c < ' ' || c == '"' || c == '\\' ? 6 : 1;
        }
        return c < 0x10000 ? 3 : 12;
    }
}
