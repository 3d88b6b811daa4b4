package io.drumbeat.api;

import io.drumbeat.api.config.AppConfig;
import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.campaigns.database.DataFolder;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.EmbeddedDatabase;
import java.util.Optional;
import java.util.function.Consumer;

/** The database that the configuration asks for, with what has to run for it. */
public final class Storage implements AutoCloseable {

    private final DatabaseAddress address;
    private final Database database;
    private final Closer closer;

    /** @param closer closes the database, and what runs for it */
    private Storage(DatabaseAddress address, int poolSize, Closer closer) {
        this.address = address;
        this.database = closer.add(Database.connect(address, poolSize));
        this.closer = closer;
    }

    /**
     * Connects to the user's own database.
     *
     * @param poolSize the most connections held at a time
     * @throws StartFailure where it cannot be had
     */
    static Storage external(DatabaseAddress address, int poolSize) {
        return new Storage(address, poolSize, new Closer());
    }

    /**
     * Starts the embedded database, and again whenever it has ended.
     *
     * @param folder stays the caller's to close
     * @param lost is told once, in a sentence, that it does not come up any more
     * @throws StartFailure where it does not come up at first
     */
    static Storage embedded(DataFolder folder, int poolSize, Consumer<String> lost) {
        Closer closer = new Closer();
        try {
            EmbeddedDatabase embedded = closer.add(EmbeddedDatabase.start(folder));
            embedded.supervise(lost);
            return new Storage(embedded.address(), poolSize, closer);
        } catch (RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    /**
     * The database for a command of a moment: beside the process that runs the embedded one, or, where none does,
     * started for this command alone.
     *
     * @throws StartFailure where it cannot be had
     */
    public static Storage share(AppConfig config) {
        Optional<DatabaseAddress> there = config.database().or(() -> EmbeddedDatabase.runningIn(config.dataFolder()));
        if (there.isPresent()) {
            return external(there.get(), 1);
        }
        Closer closer = new Closer();
        try {
            DataFolder folder = closer.add(DataFolder.open(config.dataFolder()));
            EmbeddedDatabase embedded = closer.add(EmbeddedDatabase.start(folder));
            return new Storage(embedded.address(), 1, closer);
        } catch (RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    DatabaseAddress address() {
        return address;
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        closer.close();
    }
}
