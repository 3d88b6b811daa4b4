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
    private final boolean ours;
    private final Closing closing;

    private Storage(Database database, boolean ours, Closing closing) {
        this.database = database;
        this.ours = ours;
        this.closing = closing;
    }

    /**
     * Opens the database for this process alone where it is the embedded one, which is started; connects to it where
     * it is the user's own.
     *
     * @param poolSize the most connections held at a time
     * @throws StartFailure where it cannot be had
     */
    public static Storage open(AppConfig config, int poolSize) {
        Closing closing = new Closing();
        try {
            if (config.database().isPresent()) {
                return new Storage(
                        closing.add(Database.connect(config.database().get(), poolSize)), false, closing);
            }
            DataFolder folder = closing.add(DataFolder.open(config.dataFolder()));
            EmbeddedDatabase embedded = closing.add(EmbeddedDatabase.start(folder));
            return new Storage(closing.add(Database.connect(embedded.address(), poolSize)), true, closing);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /**
     * As {@link #open}, but where another process has the embedded database running, beside that one.
     *
     * @throws StartFailure where it cannot be had
     */
    public static Storage share(AppConfig config) {
        Optional<DatabaseAddress> running =
                config.database().isPresent() ? Optional.empty() : EmbeddedDatabase.runningIn(config.dataFolder());
        if (running.isEmpty()) {
            return open(config, 1);
        }
        Closing closing = new Closing();
        return new Storage(closing.add(Database.connect(running.get(), 1)), false, closing);
    }

    public Database database() {
        return database;
    }

    /** Whether it is the embedded one, held by this process alone: every earlier process that used it is dead. */
    public boolean ours() {
        return ours;
    }

    @Override
    public void close() {
        closing.close();
    }
}
