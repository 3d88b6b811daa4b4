package io.drumbeat.api;

import io.drumbeat.api.config.AppConfig;
import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.campaigns.database.DataFolder;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.Pulse;
import io.drumbeat.campaigns.database.Silence;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.temporal.TemporalUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What everything stands on: data folder, database and Temporal. */
final class Backends implements AutoCloseable {

    /** For beginning and finishing, which take milliseconds; nobody waits for a slot with a connection. */
    private static final int POOL_SIZE = 24;

    private final Closer closer;
    private final Optional<DataFolder> folder;
    private final Database database;
    private final Pulse pulse;
    private final TemporalConnection temporal;

    private Backends(
            Closer closer, Optional<DataFolder> folder, Storage storage, Pulse pulse, TemporalConnection temporal) {
        this.closer = closer;
        this.folder = folder;
        this.database = storage.database();
        this.pulse = pulse;
        this.temporal = temporal;
    }

    /**
     * Opens all three, database and Temporal at the same time: neither needs the other, and each takes a second or two.
     *
     * @param lost is told in a sentence that a server of ours has ended and does not come up any more
     * @throws StartFailure with a line for each that does not open
     */
    static Backends open(AppConfig config, TemporalChoice choice, MeterRegistry meters, Consumer<String> lost) {
        Closer closer = new Closer();
        try {
            boolean embeds = config.database().isEmpty() || !config.temporal().namesCluster();
            Optional<DataFolder> folder =
                    embeds ? Optional.of(closer.add(DataFolder.open(config.dataFolder()))) : Optional.empty();
            CompletableFuture<TemporalConnection> temporal =
                    CompletableFuture.supplyAsync(() -> closer.add(choice.open(meters)));
            CompletableFuture<Storage> storage = CompletableFuture.supplyAsync(() -> closer.add(config.database()
                    .map(address -> Storage.external(address, POOL_SIZE))
                    .orElseGet(() -> Storage.embedded(folder.orElseThrow(), POOL_SIZE, lost))));
            List<RuntimeException> failures = new ArrayList<>();
            Optional<Storage> openedStorage = await(storage, failures);
            Optional<TemporalConnection> openedTemporal = await(temporal, failures);
            if (openedStorage.isEmpty() || openedTemporal.isEmpty()) {
                throw together(failures);
            }
            openedTemporal.get().supervise(lost);
            Pulse pulse = closer.add(Pulse.start(openedStorage.get().address()));
            closer.add(Silence.listenFor(
                    openedStorage.get().address(), openedStorage.get().database()));
            return new Backends(closer, folder, openedStorage.get(), pulse, openedTemporal.get());
        } catch (RuntimeException e) {
            closer.close();
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

    /** What keeps each of them from working, empty where nothing does. */
    Map<String, Supplier<Optional<String>>> readiness() {
        return Map.of("database", this::databasesTrouble, "temporal", this::temporalsTrouble);
    }

    private Optional<String> databasesTrouble() {
        return database.isSilent() ? Optional.of("PostgreSQL does not answer") : pulse.trouble();
    }

    private Optional<String> temporalsTrouble() {
        try {
            temporal.ping();
            return Optional.empty();
        } catch (TemporalUnavailable away) {
            return Optional.of("no answer");
        }
    }

    @Override
    public void close() {
        closer.close();
    }
}
