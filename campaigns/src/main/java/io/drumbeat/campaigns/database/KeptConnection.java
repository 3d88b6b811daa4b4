package io.drumbeat.campaigns.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of one's own, beside the pool: opened when it is first needed, and again once it was broken. For one thread. */
final class KeptConnection {
    private static final Logger LOG = LoggerFactory.getLogger(KeptConnection.class);

    private final DataSource connections;
    private @Nullable Connection connection;

    KeptConnection(DataSource connections) {
        this.connections = connections;
    }

    boolean isOpen() {
        return connection != null;
    }

    void execute(String... statements) throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.getConnection();
            connection = open;
        }
        try (Statement statement = open.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    void hangUp() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException | RuntimeException e) {
                LOG.debug("a connection that was broken anyway", e);
            }
        }
    }
}
