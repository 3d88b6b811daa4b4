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
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The recipients of a campaign: read page after page by their key, and never by an index on what changes. */
public final class RecipientList {

    private static final int BATCH = 1_000;

    private static final String SELECT = "select r.tape, r.n, " + RecipientColumn.select() + " ";

    private static final String JOINED = """
            join campaign c using (campaign_id)
            left join journal j using (campaign_id, tape, n)
            left join due d using (campaign_id, tape, n)
            where r.campaign_id = :id
            """;

    /**
     * Of the table that leads, and of no other: where the planner may look for each that failed among all recipients behind the place,
     * it does. Of two columns it estimates by the first alone, and hardly any tape is above 0: with {@code >} it expects one row.
     */
    private static final String BEHIND = "and (tape, n) >= (:tape, :n + 1) ";

    private static final String IN_ORDER = " order by r.tape, r.n limit :limit";

    private static final String WITH_PART = "and r.phone like any (:patterns) ";

    private static final String WITH_CODE = " and r.error_code = :code and r.status is not null";

    /** In SQL, of {@code recipient}: whether it is {@code :person}, as the index has it, and in truth. */
    private static final String IS_PERSON = """
            hashtextextended(coalesce(person, phone), 0) = hashtextextended(:person, 0)
            and coalesce(person, phone) = :person""";

    /** Who it is comes first: planned together with a status, everybody of that status was looked at one by one. */
    private static final String OF_PERSON =
            "from (select * from recipient where campaign_id = :id and %s offset 0) r ".formatted(IS_PERSON);

    /** An outcome may be an old one: what holds stands with the recipient. Of codes there are few; a vendor could invent more. */
    private static final String ERRORS = """
            select r.status, r.error_code, min(r.error_message) as message, count(*) as recipients
            from outcome o
            join recipient r on (r.campaign_id, r.tape, r.n) = (o.campaign_id, o.tape, o.n) and r.status = o.status
            where o.campaign_id = :id
              and not exists (select from journal j where (j.campaign_id, j.tape, j.n) = (o.campaign_id, o.tape, o.n))
            group by r.status, r.error_code
            order by recipients desc, r.status, r.error_code limit 200""";

    private static final String OF_PERSON_ANYWHERE = """
            r.campaign_id, c.name from (select * from recipient where %s) r
            join campaign c using (campaign_id)
            left join journal j using (campaign_id, tape, n)
            left join due d using (campaign_id, tape, n)
            where c.erased_at is null
            order by c.created_at desc, c.campaign_id, r.tape, r.n""".formatted(IS_PERSON);

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
     * @param cursor from the page before, with the same filter; null: the first page
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws InvalidCursor where {@code cursor} is none of ours
     */
    public Page<Recipient> page(CampaignId id, RecipientFilter filter, @Nullable String cursor, int limit) {
        Key after = Cursor.read("recipients", cursor, Key::of, Key.BEFORE_ALL);
        Page<Row> page = Cursor.page(
                behind(id, filter, after, limit + 1),
                limit,
                last -> Cursor.write("recipients", last.key().tape(), last.key().n()));
        return new Page<>(page.items().stream().map(Row::recipient).toList(), page.nextCursor());
    }

    /** Shows every one to {@code sink}, in the order of the file, and holds no connection while it takes its time. */
    public void each(CampaignId id, Sink<Recipient> sink) throws IOException {
        Key after = Key.BEFORE_ALL;
        List<Row> batch;
        do {
            batch = behind(id, RecipientFilter.ALL, after, BATCH);
            for (Row row : batch) {
                sink.accept(row.recipient());
                after = row.key();
            }
        } while (batch.size() == BATCH);
    }

    /**
     * All recipients who are one person, in whatever form of the number, by campaign, the newest first.
     *
     * @param person a key of {@link io.drumbeat.campaigns.phone.Person}
     */
    public List<OfPerson> ofPerson(String person) {
        // What vacuum has not seen yet is looked through.
        return database.transact(
                TimeLimits.MANY_ROWS,
                handle -> handle.createQuery(SELECT + ", " + OF_PERSON_ANYWHERE)
                        .bind("person", person)
                        .map((row, context) -> new OfPerson(
                                new CampaignId(row.getObject("campaign_id", UUID.class)),
                                row.getString("name"),
                                row.getInt("tape"),
                                row.getLong("n"),
                                read(row).recipient()))
                        .list());
    }

    /** A recipient with its campaign and its place there. */
    public record OfPerson(CampaignId campaign, String name, int tape, long n, Recipient recipient) {}

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

    private List<Row> behind(CampaignId id, RecipientFilter filter, Key after, int limit) {
        // The first of them may stand behind millions that are others.
        return database.transact(TimeLimits.MANY_ROWS, handle -> {
            PhonePart phone = filter.phone();
            Query query = handle.createQuery(SELECT
                    + from(filter)
                    + JOINED
                    + BEHIND
                    + (phone == null || phone.person() != null ? "" : WITH_PART)
                    + condition(filter.status())
                    + (filter.errorCode() == null ? "" : WITH_CODE)
                    + IN_ORDER);
            if (phone != null) {
                query.bind("person", phone.person()).bindArray("patterns", String.class, phone.patterns());
            }
            if (filter.errorCode() != null) {
                query.bind("code", filter.errorCode());
            }
            return query.bind("id", id)
                    .bind("tape", after.tape())
                    .bind("n", after.n())
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list();
        });
    }

    /** Those with a code are looked for among all in their order, since there may be as many that failed otherwise. */
    private static String from(RecipientFilter filter) {
        if (filter.phone() != null && filter.phone().person() != null) {
            return OF_PERSON;
        }
        Status status = filter.status();
        if (filter.errorCode() == null && (status == Status.FAILED || status == Status.UNCONFIRMED)) {
            return """
                    from (select campaign_id, tape, n from outcome where status = '%s') o
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
