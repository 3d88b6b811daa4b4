package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.paging.Cursor;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.paging.Sink;
import io.drumbeat.campaigns.recipient.ChosenRecipients;
import io.drumbeat.campaigns.recipient.ErrorCount;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.RecipientFilter;
import io.drumbeat.campaigns.recipient.RecipientList;
import io.drumbeat.campaigns.spec.FollowUp;
import io.drumbeat.campaigns.spec.SpecJson;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@link CampaignStore} on PostgreSQL. */
final class PostgresCampaignStore implements CampaignStore {

    private static final int BATCH = 1_000;

    private final Database database;
    private final Jdbi jdbi;
    private final RecipientList recipients;

    PostgresCampaignStore(Database database) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.recipients = new RecipientList(database);
    }

    @Override
    public Optional<Campaign> find(CampaignId id) {
        return jdbi.withHandle(handle -> CampaignRows.find(handle, id));
    }

    @Override
    public Page<Campaign> list(
            @Nullable CampaignStatus status, @Nullable String name, @Nullable String cursor, int limit) {
        Newest after = Cursor.read("campaigns", cursor, Newest::of, Newest.BEFORE_ALL);
        String which = """
                select campaign_id from campaign
                where (cast(:status as text) is null or status = :status)
                  and (cast(:name as text) is null or strpos(lower(name), lower(:name)) > 0)
                  and (created_at, campaign_id) < (:createdAt, :id)
                order by created_at desc, campaign_id desc limit :limit""";
        List<Campaign> campaigns = jdbi.withHandle(handle -> CampaignRows.list(
                handle,
                which,
                query -> query.bind("status", status == null ? null : status.text())
                        .bind("name", name)
                        .bind("createdAt", after.createdAt)
                        .bind("id", after.id)
                        .bind("limit", limit + 1)));
        return Cursor.page(
                campaigns, limit, last -> Cursor.write("campaigns", last.times().createdAt(), last.id()));
    }

    /** The order of the list of campaigns. */
    private record Newest(Instant createdAt, UUID id) {
        static final Newest BEFORE_ALL = new Newest(Instant.MAX, new UUID(-1, -1));

        static Newest of(List<String> key) {
            return new Newest(Instant.parse(key.get(0)), UUID.fromString(key.get(1)));
        }
    }

    @Override
    public Page<Recipient> recipients(CampaignId id, RecipientFilter filter, @Nullable String cursor, int limit) {
        return recipients.page(id, filter, cursor, limit);
    }

    @Override
    public void noteSends() {
        jdbi.useHandle(SendsOverTime::note);
    }

    @Override
    public Optional<SendCurve> sends(CampaignId id) {
        return jdbi.withHandle(handle -> SendsOverTime.curve(handle, id));
    }

    @Override
    public List<ErrorCount> errors(CampaignId id) {
        return recipients.errors(id);
    }

    @Override
    public void eachRecipient(CampaignId id, Sink<Recipient> sink) throws IOException {
        recipients.each(id, sink);
    }

    @Override
    public boolean recipientsFile(CampaignId id, Path into) throws IOException {
        return database.transact(TimeLimits.IMPORT, handle -> RecipientsFile.restore(handle, id, into));
    }

    @Override
    public void eachFollowed(FollowUp followUp, Sink<Long> lines) throws IOException {
        new ChosenRecipients(database).each(followUp, lines);
    }

    @Override
    public List<String> rejectHeader(CampaignId id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select unnest(reject_header) from campaign where campaign_id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
    }

    @Override
    public void eachReject(CampaignId id, Sink<RejectedRow> sink) throws IOException {
        long after = 0;
        List<RejectedRow> batch;
        do {
            batch = rejectsBehind(id, after);
            for (RejectedRow row : batch) {
                sink.accept(row);
                after = row.line();
            }
        } while (batch.size() == BATCH);
    }

    private List<RejectedRow> rejectsBehind(CampaignId id, long line) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                select line, code, reason, cells from reject
                where campaign_id = :id and line > :line
                order by line limit :limit""")
                .bind("id", id)
                .bind("line", line)
                .bind("limit", BATCH)
                .map((row, context) -> new RejectedRow(
                        row.getLong("line"), row.getString("code"), row.getString("reason"), List.of((String[])
                                row.getArray("cells").getArray())))
                .list());
    }

    @Override
    public Page<LogLine> log(CampaignId id, @Nullable String cursor, int limit) {
        long after = Cursor.read("log", cursor, key -> Long.parseLong(key.get(0)), 0L);
        record Row(long id, LogLine line) {}
        List<Row> rows = jdbi.withHandle(handle -> handle.createQuery("""
                select log_id, at, actor, event, detail from campaign_log
                where campaign_id = :id and log_id > :after
                order by log_id limit :limit""")
                .bind("id", id)
                .bind("after", after)
                .bind("limit", limit + 1)
                .map((row, context) -> new Row(row.getLong("log_id"), logLine(row)))
                .list());
        Page<Row> page = Cursor.page(rows, limit, last -> Cursor.write("log", last.id()));
        return new Page<>(page.items().stream().map(Row::line).toList(), page.nextCursor());
    }

    static LogLine logLine(ResultSet row) throws SQLException {
        return new LogLine(
                Times.read(row, "at"), row.getString("actor"), row.getString("event"), row.getString("detail"));
    }

    @Override
    public Optional<Content> content(CampaignId id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                select c.spec::text as spec, c.mime_type as found_type, c.passed_columns,
                       m.sha256, m.size, m.mime_type, m.token
                from campaign c left join media_asset m on m.sha256 = c.media_sha256
                where c.campaign_id = :id""")
                .bind("id", id)
                .map((row, context) -> new Content(
                        SpecJson.read(row.getString("spec")), asset(row), row.getString("found_type"), List.of((String
                                        [])
                                row.getArray("passed_columns").getArray())))
                .findOne());
    }

    private static MediaStore.@Nullable Asset asset(ResultSet row) throws SQLException {
        byte[] sha256 = row.getBytes("sha256");
        return sha256 == null
                ? null
                : new MediaStore.Asset(
                        Sha256.of(sha256), row.getLong("size"), row.getString("mime_type"), row.getString("token"));
    }

    @Override
    public void setMedia(CampaignId id, Sha256 media) {
        jdbi.useHandle(
                handle -> handle.createUpdate("update campaign set media_sha256 = :media where campaign_id = :id")
                        .bind("media", media.bytes())
                        .bind("id", id)
                        .execute());
    }
}
