package io.drumbeat.campaigns.database;

import io.drumbeat.campaigns.StartFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Whether each connection has a session of its own. A pooler that hands sessions out by the transaction lets everything start,
 * and loses settings, locks and prepared statements later.
 */
final class OwnSession {

    private static final String MARK = "select set_config('drumbeat.marked', 'yes', false)";
    private static final String IS_MARKED = "select coalesce(current_setting('drumbeat.marked', true), '') = 'yes'";
    private static final String UNMARK = "select set_config('drumbeat.marked', '', false)";

    private OwnSession() {}

    /** @throws StartFailure where connections to {@code database} share sessions */
    static void require(DataSource database) {
        try (Connection one = database.getConnection();
                Connection another = database.getConnection()) {
            if (areShared(one, another)) {
                throw new StartFailure("The database is reached through a pooler that gives each transaction another"
                        + " session, as PgBouncer does with pool_mode=transaction: give Drumbeat one with"
                        + " pool_mode=session, or PostgreSQL's own port.");
            }
        } catch (SQLException e) {
            throw new StartFailure("The database broke off while it was being looked at.", e);
        }
    }

    /** Such a pooler gives {@code another} the session that {@code one} has just had, and then {@code one} a different one. */
    static boolean areShared(Connection one, Connection another) throws SQLException {
        ask(one, MARK);
        another.setAutoCommit(false);
        boolean seenByAnother = "t".equals(ask(another, IS_MARKED));
        boolean seenByItself = "t".equals(ask(one, IS_MARKED));
        another.rollback();
        another.setAutoCommit(true);
        ask(one, UNMARK);
        return seenByAnother || !seenByItself;
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
