package io.drumbeat.campaigns.notice;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.pacing.Doubling;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** {@link NoticeStore} on PostgreSQL. */
final class PostgresNoticeStore implements NoticeStore {

    private static final Doubling PAUSES = new Doubling(Duration.ofSeconds(5), Duration.ofHours(1));

    private final Database database;

    PostgresNoticeStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Notice> take(int most, Duration lease) {
        return database.transact(handle -> handle.createQuery("""
                update notice n
                set attempts = attempts + 1, tried_since = coalesce(tried_since, clock_now()),
                    due_at = clock_now() + make_interval(secs => :lease)
                from campaign c
                where c.campaign_id = n.campaign_id and n.notice_id in (
                    select d.notice_id from notice d
                    where d.due_at <= clock_now() and not exists (
                        select from notice e where e.campaign_id = d.campaign_id and e.notice_id < d.notice_id)
                    order by d.due_at limit :most for update skip locked)
                returning n.notice_id, n.campaign_id, c.spec #>> '{notify,url}' as url, n.message_id, n.body, n.attempts""")
                .bind("most", most)
                .bind("lease", lease.toSeconds())
                .map(PostgresNoticeStore::notice)
                .list());
    }

    @Override
    public boolean areWanted() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                select exists (select from notice)
                    or exists (select from campaign
                               where status in ('scheduled', 'running', 'paused') and spec -> 'notify' is not null)""").mapTo(Boolean.class).one());
    }

    private static Notice notice(ResultSet row, StatementContext context) throws SQLException {
        return new Notice(
                row.getLong("notice_id"),
                new CampaignId(row.getObject("campaign_id", UUID.class)),
                URI.create(row.getString("url")),
                row.getObject("message_id", UUID.class),
                row.getString("body"),
                row.getInt("attempts"));
    }

    @Override
    public void told(Notice notice) {
        database.transact(handle -> handle.createUpdate("delete from notice where notice_id = :id")
                .bind("id", notice.id())
                .execute());
    }

    @Override
    public boolean untold(Notice notice, String why) {
        return database.transact(handle -> {
            boolean givenUp = handle.createUpdate("""
                            delete from notice
                            where notice_id = :id and attempts = :attempt
                              and clock_now() + make_interval(secs => :pause) > tried_since + make_interval(secs => :patience)""")
                            .bind("id", notice.id())
                            .bind("attempt", notice.attempt())
                            .bind("pause", pause(notice).toSeconds())
                            .bind("patience", PATIENCE.toSeconds())
                            .execute()
                    == 1;
            if (givenUp) {
                log(handle, notice, why);
            } else {
                putOff(handle, notice);
            }
            return givenUp;
        });
    }

    private static Duration pause(Notice notice) {
        return PAUSES.after(notice.attempt());
    }

    private static void putOff(Handle handle, Notice notice) {
        handle.createUpdate("""
                update notice set due_at = clock_now() + make_interval(secs => :pause)
                where notice_id = :id and attempts = :attempt""")
                .bind("id", notice.id())
                .bind("attempt", notice.attempt())
                .bind("pause", pause(notice).toSeconds())
                .execute();
    }

    /** By the host alone: what stands behind it may be a secret. */
    private static void log(Handle handle, Notice notice, String why) {
        handle.createUpdate("""
                insert into campaign_log (campaign_id, at, actor, event, detail)
                values (:campaign, clock_now(), 'drumbeat', 'not notified', :detail)""")
                .bind("campaign", notice.campaign())
                .bind(
                        "detail",
                        "Message " + notice.messageId() + " to " + notice.url().getHost() + " is given up after "
                                + notice.attempt() + " attempts: the address " + why)
                .execute();
    }
}
