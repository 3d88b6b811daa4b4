package io.drumbeat.campaigns.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A process that has a data folder and its database until its standard input ends or somebody kills it. */
final class EmbeddedDatabaseHolder {

    private EmbeddedDatabaseHolder() {}

    /** Its one argument is the data folder. */
    public static void main(String[] arguments) throws IOException, SQLException {
        try (DataFolder folder = DataFolder.open(Path.of(arguments[0]));
                EmbeddedDatabase database = EmbeddedDatabase.start(folder);
                Connection session = DriverManager.getConnection(
                        database.address().url(),
                        database.address().user(),
                        database.address().password());
                Statement statement = session.createStatement()) {
            statement.execute("create table if not exists kept (n int)");
            statement.execute("insert into kept values (1)");
            System.out.println("ready");
            System.in.readAllBytes();
        }
    }
}
