package io.drumbeat.campaigns.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class OwnSessionTest {

    private static Connection open(TestDatabase database) throws SQLException {
        DatabaseAddress address = database.address();
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    @Test
    void shouldBeContentWhenEachConnectionHasASessionOfItsOwn() throws SQLException {
        try (TestDatabase database = TestDatabase.fresh();
                Connection one = open(database);
                Connection another = open(database)) {
            assertThat(OwnSession.areShared(one, another)).isFalse();
            assertThat(OwnSession.areShared(another, one)).as("again").isFalse();
        }
    }

    /** What PgBouncer does with pool_mode=transaction: who asks next has the session that was last given back. */
    @Test
    void shouldNoticeWhenAnotherHasTheSessionThatOneHad() throws SQLException {
        try (TestDatabase database = TestDatabase.fresh();
                Connection session = open(database)) {
            assertThat(OwnSession.areShared(session, session)).isTrue();
        }
    }

    /** The same with a pooler that clears sessions between transactions. */
    @Test
    void shouldNoticeWhenAConnectionDoesNotKeepItsSession() throws SQLException {
        try (TestDatabase database = TestDatabase.fresh();
                Connection session = open(database);
                Connection another = open(database)) {
            assertThat(OwnSession.areShared(cleared(session), another)).isTrue();
        }
    }

    private static Connection cleared(Connection session) {
        return (Connection) Proxy.newProxyInstance(
                OwnSessionTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try (Statement statement = session.createStatement()) {
                        statement.execute("discard all");
                    }
                    return method.invoke(session, arguments);
                });
    }
}
