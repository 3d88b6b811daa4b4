package io.drumbeat.api.security;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.paging.Cursor;
import io.drumbeat.campaigns.paging.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The audit log in PostgreSQL. */
final class PostgresAuditStore implements AuditStore {

    private static final String LIST = "audit";

    private final Database database;

    PostgresAuditStore(Database database) {
        this.database = database;
    }

    @Override
    public long begin(String who, String call, @Nullable String subject) {
        return database.transact(handle -> handle.createQuery("""
                        insert into audit_log (at, who, call, subject)
                        values (clock_now(), :who, :call, :subject) returning id""")
                .bind("who", who)
                .bind("call", call)
                .bind("subject", subject)
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void end(long entry, int status, @Nullable String subject) {
        database.transact(handle -> handle.createUpdate(
                        "update audit_log set status = :status, subject = coalesce(:subject, subject) where id = :id")
                .bind("id", entry)
                .bind("status", status)
                .bind("subject", subject)
                .execute());
    }

    @Override
    public Page<Entry> list(@Nullable String who, @Nullable String cursor, int limit) {
        long before = Cursor.read(LIST, cursor, key -> Long.parseLong(key.get(0)), Long.MAX_VALUE);
        return Cursor.page(
                database.transact(handle -> handle.createQuery("""
                                select a.id, a.at, a.who, a.call, a.subject, a.status, c.name
                                from (select * from audit_log where id < :before and (:who::text is null or who = :who)
                                      order by id desc limit :most) a
                                left join campaign c
                                    on c.campaign_id = case when a.subject ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                                                            then a.subject::uuid end
                                order by a.id desc""")
                        .bind("who", who)
                        .bind("before", before)
                        .bind("most", limit + 1)
                        .map(PostgresAuditStore::entry)
                        .list()),
                limit,
                last -> Cursor.write(LIST, last.id()));
    }

    private static Entry entry(ResultSet row, StatementContext context) throws SQLException {
        return new Entry(
                row.getLong("id"),
                Times.read(row, "at"),
                row.getString("who"),
                row.getString("call"),
                row.getString("subject"),
                row.getString("name"),
                row.getObject("status", Integer.class));
    }
}
