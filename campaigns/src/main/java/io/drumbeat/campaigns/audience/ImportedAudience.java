package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.audience.reject.RejectedRow;
import java.util.List;

/**
 * What an import wrote.
 *
 * @param figures {@code accepted} is the size of the tape
 * @param rejectHeader the file's own headers as they came, for its rejects.csv ({@link RejectedRow#header})
 * @param people the same for the same people, in whatever order
 * @param passedColumns the names of the columns whose values stand behind the caption's, in their order
 */
public record ImportedAudience(
        AudienceFigures figures, String people, List<String> rejectHeader, List<String> passedColumns) {}
