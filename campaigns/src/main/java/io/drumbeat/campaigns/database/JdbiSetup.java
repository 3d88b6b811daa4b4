package io.drumbeat.campaigns.database;

import io.drumbeat.campaigns.Id;
import java.lang.reflect.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleCallbackDecorator;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.argument.Arguments;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JDBI as the stores use it: {@link Instant} is timestamptz, {@link Instant#MIN} and {@link Instant#MAX} its
 * {@code -infinity} and {@code infinity}; arrays and lists of text, uuid, integers, booleans and instants bind and read
 * as SQL arrays; exceptions hold neither SQL nor values, and PostgreSQL's absence is {@link DatabaseUnavailable}.
 */
final class JdbiSetup {

    private static final Logger LOG = LoggerFactory.getLogger(JdbiSetup.class);

    private JdbiSetup() {}

    static Jdbi over(ConnectionFactory connections) {
        Jdbi jdbi = Jdbi.create(new Lent(connections));
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        // No question behind the answer, with which it would be lost; the pool ends what somebody left open.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        jdbi.setHandleCallbackDecorator(new TellUnavailable());
        jdbi.registerArgument(new InstantArgument());
        jdbi.registerArgument((ArgumentFactory) JdbiSetup::byValue);
        jdbi.registerColumnMapper(
                Instant.class, (row, column, context) -> Times.instant(row.getObject(column, OffsetDateTime.class)));
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(UUID.class, "uuid");
        jdbi.registerArrayType(Short.class, "smallint");
        jdbi.registerArrayType(Integer.class, "integer");
        jdbi.registerArrayType(Long.class, "bigint");
        jdbi.registerArrayType(Boolean.class, "boolean");
        jdbi.registerArrayType(Instant.class, "timestamptz", JdbiSetup::text);
        return jdbi;
    }

    private static Optional<Argument> byValue(Type type, @Nullable Object value, ConfigRegistry config) {
        return value instanceof Id id
                ? config.get(Arguments.class).findFor(id.value().getClass(), id.value())
                : Optional.empty();
    }

    private static OffsetDateTime timestamptz(Instant value) {
        if (value.equals(Instant.MIN)) {
            return OffsetDateTime.MIN;
        }
        return value.equals(Instant.MAX) ? OffsetDateTime.MAX : value.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable String text(@Nullable Instant value) {
        if (value == null) {
            return null;
        }
        if (value.equals(Instant.MIN)) {
            return "-infinity";
        }
        return value.equals(Instant.MAX) ? "infinity" : value.toString();
    }

    private static final class InstantArgument extends AbstractArgumentFactory<Instant> {
        InstantArgument() {
            super(Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, timestamptz(value));
        }
    }

    /** A connection that breaks as it is given back had answered: the answer stands, and the pool throws it away. */
    private record Lent(ConnectionFactory connections) implements ConnectionFactory {
        @Override
        public Connection openConnection() throws SQLException {
            return connections.openConnection();
        }

        @Override
        public void closeConnection(Connection connection) {
            try {
                connections.closeConnection(connection);
            } catch (SQLException broken) {
                LOG.debug("A connection broke as it was given back", broken);
            }
        }
    }

    private static final class TellUnavailable implements HandleCallbackDecorator {
        @Override
        public <R, X extends Exception> HandleCallback<R, X> decorate(HandleCallback<R, X> callback) {
            return (Handle handle) -> {
                try {
                    return callback.withHandle(handle);
                } catch (JdbiException e) {
                    throw DatabaseUnavailable.isMeantBy(e) ? new DatabaseUnavailable(e) : e;
                }
            };
        }
    }
}
