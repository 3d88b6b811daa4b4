package io.drumbeat.campaigns.audience;

import java.util.List;

/**
 * What an import wrote.
 *
 * @param figures {@code accepted} is the size of the tape
 * @param rejectHeader the file's own headers as they came, for its rejects.csv ({@link RejectedRow#header})
 */
public record ImportedAudience(AudienceFigures figures, List<String> rejectHeader) {}
