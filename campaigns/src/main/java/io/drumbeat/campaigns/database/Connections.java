package io.drumbeat.campaigns.database;

import static java.util.Map.entry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes connections that are all set to what the protocol needs, whatever the server, the database or the role has for a
 * default. They are set by a statement and not by start-up options: PgBouncer refuses those, and in its session mode
 * keeps this.
 */
final class Connections extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final int CONNECT_SECONDS = 3;

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            // What is read after a lock must be what is there then, not what was there before the wait.
            entry("default_transaction_isolation", "read committed"),
            entry("default_transaction_read_only", "off"),
            entry("default_transaction_deferrable", "off"),
            // What has been answered survives a crash.
            entry("synchronous_commit", "on"),
            // A table that was filled a moment ago looks large, and compiling what finds one row in it took seconds.
            entry("jit", "off"),
            entry("timezone", "UTC"),
            entry("standard_conforming_strings", "on"),
            entry("array_nulls", "on"),
            // A pool's connections are idle by nature, and how long a transaction takes depends on what it is for.
            entry("idle_session_timeout", "0"),
            entry("transaction_timeout", "0"),
            // A client whose machine is gone is noticed within half a minute, also by a COPY that waits for its next
            // row.
            entry("tcp_keepalives_idle", "10"),
            entry("tcp_keepalives_interval", "5"),
            entry("tcp_keepalives_count", "3"),
            entry("tcp_user_timeout", "25000"));

    private final String settings;
    private final transient Set<Connection> made = ConcurrentHashMap.newKeySet();

    /** The URL's own parameters win over the driver's that are set here. */
    Connections(DatabaseAddress address, TimeLimits limits) {
        settings = statement(limits);
        setConnectTimeout(CONNECT_SECONDS);
        setSocketTimeout((int) limits.answer().toSeconds());
        setTcpKeepAlive(true);
        setApplicationName("drumbeat");
        // A row's detail can hold a phone number, and an exception's text reaches logs.
        setLogServerErrorDetail(false);
        setUrl(address.url());
        if (address.user() != null) {
            setUser(address.user());
        }
        if (address.password() != null) {
            setPassword(address.password());
        }
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        Connection connection = super.getConnection(user, password);
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings);
            made.removeIf(Connections::isClosed);
            made.add(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Breaks off those that would wait for an answer no longer than {@code limit}: whoever waits on one hears at once that
     * PostgreSQL is away. What may take longer goes on waiting.
     */
    void breakOff(Duration limit) {
        for (Connection connection : List.copyOf(made)) {
            try {
                if (connection.getNetworkTimeout() <= limit.toMillis()) {
                    connection.abort(Runnable::run);
                }
            } catch (SQLException e) {
                LOG.debug("a connection that was closed meanwhile", e);
            }
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException broken) {
            return true;
        }
    }

    /**
     * Sets all but those that an older server does not know. A schema of the user's choice stays; where none of the search
     * path exists, it is {@code public}.
     */
    private static String statement(TimeLimits limits) {
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(limits.settings());
        return """
                select set_config(name, value, false)
                from (values %s, ('search_path', case when current_schema() is null then 'public'
                                                      else current_setting('search_path') end)) as wanted (name, value)
                where current_setting(name, true) is not null""".formatted(all.entrySet().stream()
                .map(setting -> "('" + setting.getKey() + "', '" + setting.getValue() + "')")
                .collect(Collectors.joining(", ")));
    }
}
