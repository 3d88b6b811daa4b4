package io.drumbeat.api;

import io.drumbeat.api.config.AppConfig;
import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.campaigns.database.DataFolder;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.EmbeddedDatabase;
import java.util.Optional;

/** The database that the configuration asks for, with what has to run for it. */
public final class Storage implements AutoCloseable {

    private final Database database;
    private final Closing closing;

    private Storage(Database database, Closing closing) {
        this.database = database;
        this.closing = closing;
    }

    /**
     * Connects to the user's own database.
     *
     * @param poolSize the most connections held at a time
     * @throws StartFailure where it cannot be had
     */
    static Storage external(DatabaseAddress address, int poolSize) {
        Closing closing = new Closing();
        return new Storage(closing.add(Database.connect(address, poolSize)), closing);
    }

    /**
     * Starts the embedded database.
     *
     * @param folder stays the caller's to close
     * @throws StartFailure where it does not come up
     */
    static Storage embedded(DataFolder folder, int poolSize) {
        Closing closing = new Closing();
        try {
            EmbeddedDatabase embedded = closing.add(EmbeddedDatabase.start(folder));
            return new Storage(closing.add(Database.connect(embedded.address(), poolSize)), closing);
        } catch (RuntimeException e) {
            closing.close();
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
        Closing closing = new Closing();
        try {
            DataFolder folder = closing.add(DataFolder.open(config.dataFolder()));
            Storage storage = closing.add(embedded(folder, 1));
            return new Storage(storage.database, closing);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        closing.close();
    }
}
