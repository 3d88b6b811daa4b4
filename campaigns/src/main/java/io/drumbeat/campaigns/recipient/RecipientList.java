package io.drumbeat.campaigns.recipient;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.paging.Cursor;
import io.drumbeat.campaigns.paging.InvalidCursor;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.paging.Sink;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import io.drumbeat.campaigns.sender.SenderId;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The recipients of a campaign: read page after page by their key, and never by an index on what changes. */
public final class RecipientList {

    private static final int BATCH = 1_000;

    private static final String SELECT = "select r.tape, r.n, " + RecipientColumn.select() + " ";

    private static final String JOINED = """
            join campaign c on c.campaign_id = r.campaign_id
            left join journal j on (j.campaign_id, j.tape, j.n) = (r.campaign_id, r.tape, r.n)
            left join due d on (d.campaign_id, d.tape, d.n) = (r.campaign_id, r.tape, r.n)
            where r.campaign_id = :id
            """;

    private static final String BEHIND = "and (r.tape, r.n) > (:tape, :n) ";

    private static final String BY_PHONE = """
            and exists (select from unnest(:prefixes) p where starts_with(r.phone, p) or starts_with(r.person, p))
            """;

    private static final String IN_FILE_ORDER = " order by r.tape, r.n limit :limit";

    private static final String FOUND = """
            and starts_with(e.phone, :prefix) and e.place > :after
            """;

    /** An outcome may be an old one: what holds stands with the recipient. Of codes there are few; a vendor could invent more. */
    private static final String ERRORS = """
            select r.status, r.error_code, min(r.error_message) as message, count(*) as recipients
            from outcome o
            join recipient r on (r.campaign_id, r.tape, r.n) = (o.campaign_id, o.tape, o.n) and r.status = o.status
            where o.campaign_id = :id
              and not exists (select from journal j where (j.campaign_id, j.tape, j.n) = (o.campaign_id, o.tape, o.n))
            group by r.status, r.error_code
            order by recipients desc, r.status, r.error_code limit 200""";

    private final Database database;

    /** Those in {@code database}. */
    public RecipientList(Database database) {
        this.database = database;
    }

    /** A recipient and where it stands. */
    private record Row(Key key, Recipient recipient) {}

    private record Key(int tape, long n) {
        static final Key BEFORE_ALL = new Key(0, 0);

        static Key of(List<String> parts) {
            return new Key(Integer.parseInt(parts.get(0)), Long.parseLong(parts.get(1)));
        }
    }

    /**
     * Some of them, in the order of the file.
     *
     * @param status only those; null: all
     * @param cursor from the page before, with the same status; null: the first page
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws InvalidCursor where {@code cursor} is none of ours
     */
    public Page<Recipient> page(CampaignId id, @Nullable Status status, @Nullable String cursor, int limit) {
        Key after = Cursor.read("recipients", cursor, Key::of, Key.BEFORE_ALL);
        return recipients(Cursor.page(behind(id, status, after, limit + 1), limit, RecipientList::cursor));
    }

    private static String cursor(Row last) {
        return Cursor.write("recipients", last.key().tape(), last.key().n());
    }

    private static Page<Recipient> recipients(Page<Row> page) {
        return new Page<>(page.items().stream().map(Row::recipient).toList(), page.nextCursor());
    }

    /**
     * Those whose phone begins with {@code phone}, or is it in another form of the number. Of a campaign whose recipients stay,
     * they are found in a book of its phones, in its order, at the cost of a page; the first time, the book is written.
     *
     * @param status only those of them; null: all
     * @param cursor from the page before, with the same phone and status; null: the first page
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws InvalidCursor where {@code cursor} is none of ours
     */
    public Page<Recipient> found(
            CampaignId id, PhonePart phone, @Nullable Status status, @Nullable String cursor, int limit) {
        return database.transact(
                TimeLimits.FILE, // who looks for somebody while the book is written waits for it
                handle -> isDraft(handle, id)
                        ? walked(handle, id, phone, status, cursor, limit)
                        : looked(handle, id, phone, status, cursor, limit));
    }

    private static boolean isDraft(Handle handle, CampaignId id) {
        return handle.createQuery("select exists (select from campaign where campaign_id = :id and status = 'draft')")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    private static Page<Recipient> walked(
            Handle handle,
            CampaignId id,
            PhonePart phone,
            @Nullable Status status,
            @Nullable String cursor,
            int limit) {
        Key after = Cursor.read("recipients", cursor, Key::of, Key.BEFORE_ALL);
        List<Row> rows = handle.createQuery(
                        SELECT + from(status) + JOINED + BEHIND + BY_PHONE + condition(status) + IN_FILE_ORDER)
                .bind("id", id)
                .bind("tape", after.tape())
                .bind("n", after.n())
                .bindArray("prefixes", String.class, phone.prefixes())
                .bind("limit", limit + 1)
                .map((row, context) -> read(row))
                .list();
        return recipients(Cursor.page(rows, limit, RecipientList::cursor));
    }

    /** Where somebody stands in the book. */
    private record Found(long place, Row row) {}

    private static Page<Recipient> looked(
            Handle handle,
            CampaignId id,
            PhonePart phone,
            @Nullable Status status,
            @Nullable String cursor,
            int limit) {
        long after = Cursor.read("found", cursor, key -> Long.parseLong(key.get(0)), 0L);
        PhoneBook book = PhoneBook.of(handle, id);
        Map<Key, Found> found = new LinkedHashMap<>(); // one with two forms may stand there twice
        for (String prefix : phone.prefixes()) {
            for (int page : book.pages(prefix, after)) {
                if (found.size() <= limit) {
                    looked(handle, id, page, prefix, status, after, limit + 1)
                            .forEach(one -> found.putIfAbsent(one.row().key(), one));
                }
            }
        }
        Page<Found> page = Cursor.page(List.copyOf(found.values()), limit, last -> Cursor.write("found", last.place()));
        return new Page<>(
                page.items().stream().map(one -> one.row().recipient()).toList(), page.nextCursor());
    }

    private static List<Found> looked(
            Handle handle, CampaignId id, int page, String prefix, @Nullable Status status, long after, int limit) {
        return handle.createQuery(
                        "select e.place, r.tape, r.n, " + RecipientColumn.select() + " from " + PhoneBook.entries()
                                + " join recipient r on (r.campaign_id, r.tape, r.n) = (:id, e.tape, e.n) "
                                + JOINED + FOUND + condition(status) + " order by e.place limit :limit")
                .bind("id", id)
                .bind("page", page)
                .bind("prefix", prefix)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new Found(row.getLong("place"), read(row)))
                .list();
    }

    /** Shows every one to {@code sink}, in the order of the file, and holds no connection while it takes its time. */
    public void each(CampaignId id, Sink<Recipient> sink) throws IOException {
        Key after = Key.BEFORE_ALL;
        List<Row> batch;
        do {
            batch = behind(id, null, after, BATCH);
            for (Row row : batch) {
                sink.accept(row.recipient());
                after = row.key();
            }
        } while (batch.size() == BATCH);
    }

    /** Why recipients were not sent to, the most frequent first: at the cost of those alone, however many were. */
    public List<ErrorCount> errors(CampaignId id) {
        return database.transact(
                TimeLimits.MANY_ROWS,
                handle -> handle.createQuery(ERRORS)
                        .bind("id", id)
                        .map((row, context) -> new ErrorCount(
                                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                                row.getString("error_code"),
                                row.getString("message"),
                                row.getLong("recipients")))
                        .list());
    }

    private List<Row> behind(CampaignId id, @Nullable Status status, Key after, int limit) {
        // The first of them may stand behind millions that have another status.
        return database.transact(
                TimeLimits.MANY_ROWS,
                handle -> handle.createQuery(
                                SELECT + from(status) + JOINED + BEHIND + condition(status) + IN_FILE_ORDER)
                        .bind("id", id)
                        .bind("tape", after.tape())
                        .bind("n", after.n())
                        .bind("limit", limit)
                        .map((row, context) -> read(row))
                        .list());
    }

    private static String from(@Nullable Status status) {
        if (status == Status.FAILED || status == Status.UNCONFIRMED) {
            return """
                    from (select campaign_id, tape, n from outcome
                          where campaign_id = :id and status = '%s' and (tape, n) > (:tape, :n)) o
                    join recipient r using (campaign_id, tape, n)
                    """.formatted(status.text());
        }
        return "from recipient r ";
    }

    private static String condition(@Nullable Status status) {
        if (status == null) {
            return "";
        }
        return switch (status) {
            case PENDING -> "and r.status is null and j.dispatch_id is null and c.status <> 'cancelled'";
            case SENDING -> "and j.dispatch_id is not null";
            case SENT -> "and r.status = 'sent' and j.dispatch_id is null";
            case FAILED -> "and r.status = 'failed' and j.dispatch_id is null";
            case UNCONFIRMED -> "and r.status = 'unconfirmed' and j.dispatch_id is null";
            case SKIPPED ->
                "and j.dispatch_id is null and (r.status = 'skipped' or r.status is null and c.status = 'cancelled')";
            case DELIVERED -> "and r.status = 'sent' and r.delivered_at is not null and j.dispatch_id is null";
            case READ -> "and r.status = 'sent' and r.read_at is not null and j.dispatch_id is null";
            case REPLIED -> "and r.replied_at is not null";
        };
    }

    private static Row read(ResultSet row) throws SQLException {
        String sender = row.getString(RecipientColumn.SENDER.title());
        Recipient recipient = new Recipient(
                row.getLong(RecipientColumn.ROW.title()),
                row.getString(RecipientColumn.PHONE.title()),
                Status.valueOf(row.getString(RecipientColumn.STATUS.title()).toUpperCase(Locale.ROOT)),
                sender == null ? null : new SenderId(sender),
                row.getInt(RecipientColumn.ATTEMPTS.title()),
                row.getString(RecipientColumn.MESSAGE_ID.title()),
                row.getString(RecipientColumn.ERROR_CODE.title()),
                row.getString(RecipientColumn.ERROR_MESSAGE.title()),
                Times.readNullable(row, RecipientColumn.SENT_AT.title()),
                Times.readNullable(row, RecipientColumn.DELIVERED_AT.title()),
                Times.readNullable(row, RecipientColumn.READ_AT.title()),
                Times.readNullable(row, RecipientColumn.REPLIED_AT.title()));
        return new Row(new Key(row.getInt("tape"), row.getLong("n")), recipient);
    }
}
