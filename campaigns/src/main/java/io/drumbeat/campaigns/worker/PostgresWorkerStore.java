package io.drumbeat.campaigns.worker;

import io.drumbeat.campaigns.database.Database;

/** {@link WorkerStore} on PostgreSQL. */
final class PostgresWorkerStore implements WorkerStore {

    private final Database database;

    PostgresWorkerStore(Database database) {
        this.database = database;
    }

    @Override
    public void seen(String name) {
        database.transact(handle -> handle.createUpdate("""
                insert into worker (name, seen_at) values (:name, clock_now())
                on conflict (name) do update set seen_at = clock_now()""").bind("name", name).execute());
    }

    @Override
    public void gone(String name) {
        database.jdbi().useHandle(handle -> handle.execute("delete from worker where name = ?", name));
    }

    @Override
    public int running() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from running_worker")
                        .mapTo(Integer.class)
                        .one());
    }
}
