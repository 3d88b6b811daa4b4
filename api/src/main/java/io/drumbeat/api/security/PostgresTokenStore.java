package io.drumbeat.api.security;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Tokens and sessions in PostgreSQL, found by the hash of what the caller brings. */
final class PostgresTokenStore implements TokenStore {

    private static final String PREFIX = "dbt_";

    private final Database database;

    PostgresTokenStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> create(String name, Role role) {
        String token = Secret.draw(PREFIX);
        int created = database.transact(handle -> handle.createUpdate("""
                        insert into api_token (name, sha256, role, created_at)
                        values (:name, :sha256, :role, clock_now())
                        on conflict (name) do nothing""")
                .bind("name", name)
                .bind("sha256", Secret.sha256(token))
                .bind("role", role.text())
                .execute());
        return created == 1 ? Optional.of(token) : Optional.empty();
    }

    @Override
    public boolean install(String name, Role role, String token) {
        byte[] sha256 = Secret.sha256(token);
        return database.transact(handle -> {
            int changed = handle.createUpdate("""
                            insert into api_token (name, sha256, role, created_at)
                            values (:name, :sha256, :role, clock_now())
                            on conflict (name) do update
                            set sha256 = :sha256, role = :role, created_at = clock_now(), revoked_at = null
                            where api_token.sha256 <> :sha256""")
                    .bind("name", name)
                    .bind("sha256", sha256)
                    .bind("role", role.text())
                    .execute();
            if (changed == 1) {
                endSessions(handle, name);
            }
            return handle.createQuery("select revoked_at is null from api_token where name = :name")
                    .bind("name", name)
                    .mapTo(Boolean.class)
                    .one();
        });
    }

    @Override
    public List<Entry> list() {
        return database.transact(
                handle -> handle.createQuery("select name, role, created_at, revoked_at from api_token order by name")
                        .map(PostgresTokenStore::entry)
                        .list());
    }

    @Override
    public boolean revoke(String name) {
        return database.transact(handle -> {
            endSessions(handle, name);
            return handle.createUpdate(
                                    "update api_token set revoked_at = coalesce(revoked_at, clock_now()) where name = :name")
                            .bind("name", name)
                            .execute()
                    == 1;
        });
    }

    @Override
    public Optional<String> rotate(String name) {
        String token = Secret.draw(PREFIX);
        return database.transact(handle -> {
            int changed = handle.createUpdate(
                            "update api_token set sha256 = :sha256, created_at = clock_now() where name = :name and revoked_at is null")
                    .bind("name", name)
                    .bind("sha256", Secret.sha256(token))
                    .execute();
            if (changed == 1) {
                endSessions(handle, name);
            }
            return changed == 1 ? Optional.of(token) : Optional.empty();
        });
    }

    @Override
    public Optional<Caller> findByToken(String token) {
        return database.transact(handle -> handle.createQuery(
                        "select name, role from api_token where sha256 = :sha256 and revoked_at is null")
                .bind("sha256", Secret.sha256(token))
                .map(PostgresTokenStore::caller)
                .findOne());
    }

    @Override
    public String openSession(String name, Duration lifetime) {
        String session = Secret.draw("");
        database.transact(handle -> handle.createUpdate("""
                        insert into session (sha256, token_name, expires_at)
                        values (:sha256, :name, clock_now() + make_interval(secs => :seconds))""")
                .bind("sha256", Secret.sha256(session))
                .bind("name", name)
                .bind("seconds", lifetime.toSeconds())
                .execute());
        return session;
    }

    @Override
    public Optional<Caller> findBySession(String session) {
        return database.transact(handle -> handle.createQuery("""
                        select name, role from session join api_token on name = token_name
                        where session.sha256 = :sha256 and expires_at > clock_now() and revoked_at is null""")
                .bind("sha256", Secret.sha256(session))
                .map(PostgresTokenStore::caller)
                .findOne());
    }

    @Override
    public void closeSession(String session) {
        database.transact(handle -> handle.createUpdate("delete from session where sha256 = :sha256")
                .bind("sha256", Secret.sha256(session))
                .execute());
    }

    private static void endSessions(Handle handle, String name) {
        handle.createUpdate("delete from session where token_name = :name")
                .bind("name", name)
                .execute();
    }

    private static Entry entry(ResultSet row, StatementContext context) throws SQLException {
        return new Entry(
                row.getString("name"), role(row), Times.read(row, "created_at"), Times.readNullable(row, "revoked_at"));
    }

    private static Caller caller(ResultSet row, StatementContext context) throws SQLException {
        return new Caller(row.getString("name"), role(row));
    }

    private static Role role(ResultSet row) throws SQLException {
        return Role.parse(row.getString("role")).orElseThrow();
    }
}
