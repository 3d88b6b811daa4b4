package io.drumbeat.campaigns.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.result.ResultProducer;
import org.jdbi.v3.core.result.UnableToProduceResultException;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * What {@link #together several statements} answer that PostgreSQL got in one round trip, one after the other. Each has a
 * snapshot of its own, so that what one waits for and locks, the next ones see; a parameter's name means the same in all.
 */
public final class Replies {

    private final Statement statement;
    private final StatementContext context;
    private boolean begun;

    private Replies(Statement statement, StatementContext context) {
        this.statement = statement;
        this.context = context;
    }

    /** The text of {@code statements} for one round trip. */
    public static String together(String... statements) {
        return String.join(";\n", statements);
    }

    /** Runs them, for {@code reader} to read what they answer. */
    public static <T> ResultProducer<T> read(Function<Replies, T> reader) {
        return (execution, context) -> {
            try (StatementContext closed = context) {
                return reader.apply(new Replies(execution.get(), closed));
            }
        };
    }

    /** Runs statements that have nothing to say. */
    public static ResultProducer<Boolean> none() {
        return read(replies -> true);
    }

    /** Passes over the answers of {@code statements} statements. */
    public void skip(int statements) {
        for (int i = 0; i < statements; i++) {
            toNext();
        }
    }

    /** The rows of the next statement. */
    public <T> List<T> list(RowMapper<T> mapper) {
        toNext();
        try (ResultSet rows = Objects.requireNonNull(statement.getResultSet(), "a statement without rows")) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(mapper.map(rows, context));
            }
            return list;
        } catch (SQLException e) {
            throw new UnableToProduceResultException(e, context);
        }
    }

    /** The first row of the next statement, empty where it has none. */
    public <T> Optional<T> first(RowMapper<T> mapper) {
        return list(mapper).stream().findFirst();
    }

    private void toNext() {
        try {
            if (begun) {
                statement.getMoreResults();
            }
            begun = true;
        } catch (SQLException e) {
            throw new UnableToProduceResultException(e, context);
        }
    }
}
