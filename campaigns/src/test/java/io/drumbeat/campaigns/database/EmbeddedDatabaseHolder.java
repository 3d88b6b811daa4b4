package io.drumbeat.campaigns.database;

import java.io.IOException;
import java.nio.file.Path;

/** A process that has a data folder and its database until its standard input ends or somebody kills it. */
final class EmbeddedDatabaseHolder {

    private EmbeddedDatabaseHolder() {}

    /** Its one argument is the data folder. */
    public static void main(String[] arguments) throws IOException {
        try (DataFolder folder = DataFolder.open(Path.of(arguments[0]));
                EmbeddedDatabase database = EmbeddedDatabase.start(folder);
                Database pool = Database.connect(database.address(), 2)) {
            pool.jdbi().useHandle(handle -> {
                handle.execute("create table if not exists kept (n int)");
                handle.execute("insert into kept values (1)");
            });
            System.out.println("ready");
            System.in.readAllBytes();
        }
    }
}
