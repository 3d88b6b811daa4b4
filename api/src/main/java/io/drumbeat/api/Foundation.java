package io.drumbeat.api;

import io.drumbeat.api.config.AppConfig;
import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.campaigns.database.DataFolder;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.temporal.TemporalUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What everything stands on: data folder, database and Temporal. */
final class Foundation implements AutoCloseable {

    /** For beginning and finishing, which take milliseconds; nobody waits for a slot with a connection. */
    private static final int POOL_SIZE = 24;

    private final Closing closing;
    private final Optional<DataFolder> folder;
    private final Database database;
    private final TemporalConnection temporal;

    private Foundation(Closing closing, Optional<DataFolder> folder, Database database, TemporalConnection temporal) {
        this.closing = closing;
        this.folder = folder;
        this.database = database;
        this.temporal = temporal;
    }

    /**
     * Opens all three, database and Temporal at the same time: neither needs the other, and each takes a second or two.
     *
     * @throws StartFailure with a line for each that does not open
     */
    static Foundation open(AppConfig config, TemporalChoice choice, MeterRegistry meters) {
        Closing closing = new Closing();
        try {
            boolean embeds = config.database().isEmpty() || !config.temporal().namesCluster();
            Optional<DataFolder> folder =
                    embeds ? Optional.of(closing.add(DataFolder.open(config.dataFolder()))) : Optional.empty();
            CompletableFuture<TemporalConnection> temporal =
                    CompletableFuture.supplyAsync(() -> closing.add(choice.open(meters)));
            CompletableFuture<Storage> storage = CompletableFuture.supplyAsync(() -> closing.add(config.database()
                    .map(address -> Storage.external(address, POOL_SIZE))
                    .orElseGet(() -> Storage.embedded(folder.orElseThrow(), POOL_SIZE))));
            List<RuntimeException> failures = new ArrayList<>();
            Optional<Storage> openedStorage = await(storage, failures);
            Optional<TemporalConnection> openedTemporal = await(temporal, failures);
            if (openedStorage.isEmpty() || openedTemporal.isEmpty()) {
                throw together(failures);
            }
            return new Foundation(closing, folder, openedStorage.get().database(), openedTemporal.get());
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private static <T> Optional<T> await(CompletableFuture<T> opening, List<RuntimeException> failures) {
        try {
            return Optional.of(opening.join());
        } catch (CompletionException e) {
            failures.add(e.getCause() instanceof RuntimeException cause ? cause : e);
            return Optional.empty();
        }
    }

    /** Two sentences where both have one. */
    private static RuntimeException together(List<RuntimeException> failures) {
        List<String> sentences = new ArrayList<>();
        for (RuntimeException failure : failures) {
            if (!(failure instanceof StartFailure) && !(failure instanceof TemporalUnavailable)) {
                return failure;
            }
            sentences.add(failure instanceof StartFailure ? failure.getMessage() : failure.getMessage() + ".");
        }
        return new StartFailure(String.join("\n", sentences), failures.get(0));
    }

    /** Where this process is the only one that uses the database: whoever used it before is dead. */
    boolean alone(AppConfig config) {
        return folder.isPresent() && config.database().isEmpty();
    }

    Database database() {
        return database;
    }

    TemporalConnection temporal() {
        return temporal;
    }

    /** Whether Temporal answers, for those who only want to know. */
    boolean temporalAnswers() {
        try {
            temporal.ping();
            return true;
        } catch (TemporalUnavailable away) {
            return false;
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
