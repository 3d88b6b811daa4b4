package io.drumbeat.campaigns.audience.reject;

import java.util.ArrayList;
import java.util.List;

/**
 * A row that is not sent to, as rejects.csv shows it.
 *
 * @param line the physical line it starts on, the file's first being 1
 * @param code why, in a word a program can read
 * @param reason why and what to do, in words for a person
 * @param cells the row's own cells as they came, without the columns of an earlier rejects.csv
 */
public record RejectedRow(long line, String code, String reason, List<String> cells) {

    /** What the columns of ours begin with, in any case. A file that has such a column is a rejects.csv come back. */
    public static final String PREFIX = "reject_";

    public static final String CODE_COLUMN = PREFIX + "code";

    public static RejectedRow of(long line, RejectCode code, String reason, List<String> cells) {
        return new RejectedRow(line, code.text(), reason, cells);
    }

    /** The first record of a rejects.csv over a file whose own columns are {@code own}. */
    public static List<String> header(List<String> own) {
        return joined(List.of(PREFIX + "line", CODE_COLUMN, PREFIX + "reason"), own);
    }

    /** This row under {@link #header}. */
    public List<String> record() {
        return joined(List.of(Long.toString(line), code, reason), cells);
    }

    private static List<String> joined(List<String> ours, List<String> own) {
        List<String> all = new ArrayList<>(ours.size() + own.size());
        all.addAll(ours);
        all.addAll(own);
        return all;
    }
}
