package io.drumbeat.api.cli;

import io.drumbeat.api.config.BadConfiguration;
import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.engine.temporal.TemporalUnavailable;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says why a command cannot do its work, or has to end, in one plain sentence per cause, and gives its exit code: 2 where
 * it could not start, 1 where it had.
 */
final class PlainFailures implements IExecutionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PlainFailures.class);
    private static final int CANNOT_START = 2;
    private static final int GIVEN_UP = 1;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        List<String> sentences = sentences(failure)
                .orElseGet(() -> List.of("Drumbeat has failed by a fault of its own: " + failure + "."));
        sentences.forEach(command.getErr()::println);
        command.getErr().flush();
        LOG.debug("{} ends", command.getCommandName(), failure);
        return failure instanceof GivenUp ? GIVEN_UP : CANNOT_START;
    }

    /** What {@code failure} means to a person; empty where it means a fault in Drumbeat. */
    private static Optional<List<String>> sentences(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof BadConfiguration bad) {
                return Optional.of(bad.sentences());
            }
            if (at instanceof StartFailure || at instanceof GivenUp) {
                return Optional.of(List.of(at.getMessage()));
            }
            if (at instanceof DatabaseUnavailable || at instanceof TemporalUnavailable) {
                return Optional.of(List.of(at.getMessage() + "."));
            }
            if (at instanceof BindException) {
                return Optional.of(List.of("The port is in use by another process: " + at.getMessage() + "."));
            }
            if (at instanceof FileSystemException file) {
                return Optional.of(List.of("The file " + file.getFile() + " cannot be used: "
                        + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason()) + "."));
            }
            if (at instanceof IOException) {
                return Optional.of(List.of("Reading or writing failed: " + at.getMessage() + "."));
            }
        }
        return Optional.empty();
    }
}
