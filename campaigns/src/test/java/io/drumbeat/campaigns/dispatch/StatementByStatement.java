package io.drumbeat.campaigns.dispatch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs what the stores send {@link io.drumbeat.campaigns.database.Replies#together together} one statement after the other:
 * what others do may come in between, as it may within PostgreSQL.
 */
final class StatementByStatement extends DefaultStatementBuilder {

    private static final String BETWEEN = ";\n";

    private final Consumer<String> about;

    /** @param about hears of each statement, and returns once it may run */
    StatementByStatement(Consumer<String> about) {
        this.about = about;
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        if (!sql.contains(BETWEEN)) {
            about.accept(sql);
            return super.create(connection, sql, context);
        }
        List<Part> parts = new ArrayList<>();
        int parameters = 0;
        for (String text : sql.split(BETWEEN)) {
            parts.add(new Part(text, super.create(connection, text, context), parameters));
            parameters += parameters(text);
        }
        return (PreparedStatement) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, new Parts(parts)::call);
    }

    private static int parameters(String text) {
        return (int) text.chars().filter(c -> c == '?').count();
    }

    /** @param before how many parameters the statements before it have */
    private record Part(String text, PreparedStatement statement, int before) {

        boolean has(int parameter) {
            return parameter > before && parameter <= before + parameters(text);
        }
    }

    private final class Parts {

        private final List<Part> parts;
        private int current;

        Parts(List<Part> parts) {
            this.parts = parts;
        }

        @Nullable
        Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
            try {
                return switch (method.getName()) {
                    case "execute" -> execute();
                    case "getMoreResults" -> ++current < parts.size();
                    case "close" -> close();
                    default ->
                        method.getName().startsWith("set")
                                        && method.getParameterTypes()[0] == int.class
                                        && arguments.length > 1
                                ? set(method, arguments)
                                : method.invoke(parts.get(current).statement, arguments);
                };
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private boolean execute() throws SQLException {
            for (Part part : parts) {
                about.accept(part.text);
                part.statement.execute();
            }
            return true;
        }

        private @Nullable Object set(Method method, Object[] arguments) throws ReflectiveOperationException {
            int parameter = (int) arguments[0];
            Part part =
                    parts.stream().filter(one -> one.has(parameter)).findFirst().orElseThrow();
            Object[] moved = arguments.clone();
            moved[0] = parameter - part.before;
            return method.invoke(part.statement, moved);
        }

        private @Nullable Object close() throws SQLException {
            for (Part part : parts) {
                part.statement.close();
            }
            return null;
        }
    }
}
