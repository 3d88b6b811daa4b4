package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TestDatabase;
import java.util.Random;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;

/** A process of its own, with one connection, that says of each statement and each commit when it is about to run. */
final class Session implements AutoCloseable {

    static final String COMMIT = "commit";

    private static final String LAST_SENDS = "leaves_by, ";

    final Database database;
    final CampaignControl control;
    final DispatchStores stores;

    /** The process that PostgreSQL has for it. */
    final int pid;

    /** @param about hears of each, and returns once it may run */
    Session(TestDatabase test, Consumer<String> about) {
        this.database = test.another(1);
        this.control = CampaignControl.on(database);
        this.stores = DispatchStores.on(database, control, new Random(7));
        Jdbi jdbi = database.jdbi();
        this.pid = jdbi.withHandle(handle ->
                handle.select("select pg_backend_pid()").mapTo(Integer.class).one());
        jdbi.setStatementBuilderFactory(connection -> new StatementByStatement(sql -> {
            if (sql.startsWith("select") && sql.contains(LAST_SENDS)) {
                throw new AwaitsLastSends();
            }
            about.accept(sql);
        }));
        jdbi.setTransactionHandler(new DelegatingTransactionHandler(new LocalTransactionHandler()) {
            @Override
            public void commit(Handle handle) {
                about.accept(COMMIT);
                super.commit(handle);
            }
        });
    }

    /** What a pause or a cancellation does once it is written, by looking again and again: that has no end where time stands. */
    static final class AwaitsLastSends extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void close() {
        database.close();
    }
}
