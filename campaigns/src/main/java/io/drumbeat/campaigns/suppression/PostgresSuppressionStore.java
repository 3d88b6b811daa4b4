package io.drumbeat.campaigns.suppression;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.paging.Cursor;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.phone.HashedPerson;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.sender.AccountKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link SuppressionStore} on PostgreSQL. */
final class PostgresSuppressionStore implements SuppressionStore {

    private static final String LIST = "suppressions";
    private static final String SELECT = "select entry, phone, reason, source, created_at from suppression ";

    private static final String FIND =
            "where phone in (:phone, %s) order by phone <> :phone limit 1".formatted(HashedPerson.sql(":phone"));

    private final Database database;

    PostgresSuppressionStore(Database database) {
        this.database = database;
    }

    @Override
    public int add(List<Suppression.Request> requests, String source) {
        List<String> phones =
                requests.stream().map(request -> Person.key(request.phone())).toList();
        return database.transact(TimeLimits.MANY_ROWS, handle -> {
            // In order, so that two lists with the same phones do not lock each other out.
            int added = handle.createUpdate("""
                    insert into suppression (phone, reason, source, created_at)
                    select phone, reason, :source, clock_now()
                    from unnest(:phones, :reasons) with ordinality as request (phone, reason, n)
                    where not exists (select from suppression s where s.phone = %s)
                    order by phone, n
                    on conflict (phone) do nothing""".formatted(HashedPerson.sql("request.phone")))
                    .bindArray("phones", String.class, phones)
                    .bindArray(
                            "reasons",
                            String.class,
                            requests.stream().map(Suppression.Request::reason).toList())
                    .bind("source", source)
                    .execute();
            new Removals(handle).stayForGood(phones);
            return added;
        });
    }

    @Override
    public Removal remove(Collection<String> phones) {
        List<String> persons = phones.stream().map(Person::key).toList();
        return database.transact(TimeLimits.MANY_ROWS, handle -> new Removals(handle).remove(persons));
    }

    @Override
    public Removal.Undone putBack(List<String> undo) {
        return database.transact(handle -> new Removals(handle).putBack(undo));
    }

    @Override
    public Page<Suppression> list(@Nullable String cursor, int limit) {
        long before = Cursor.read(LIST, cursor, key -> Long.parseLong(key.get(0)), Long.MAX_VALUE);
        record Row(long entry, Suppression suppression) {}
        List<Row> rows = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(SELECT + "where entry < :before order by entry desc limit :limit")
                                .bind("before", before)
                                .bind("limit", limit + 1)
                                .map((row, context) -> new Row(row.getLong("entry"), read(row)))
                                .list());
        Page<Row> page = Cursor.page(rows, limit, last -> Cursor.write(LIST, last.entry()));
        return new Page<>(page.items().stream().map(Row::suppression).toList(), page.nextCursor());
    }

    @Override
    public long count() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from suppression")
                        .mapTo(Long.class)
                        .one());
    }

    @Override
    public Optional<Suppression> find(String phone) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(SELECT + FIND)
                        .bind("phone", Person.key(phone))
                        .map((row, context) -> read(row))
                        .findOne());
    }

    @Override
    public ConsentResult heard(AccountKey account, Speaker speaker, Consent wanted, Instant at, String source) {
        return database.transact(handle -> new OptOuts(handle).heard(account, speaker, wanted, at, source));
    }

    @Override
    public void met(Collection<Speaker> speakers) {
        NavigableMap<String, String> persons = new TreeMap<>();
        for (Speaker speaker : speakers) {
            if (speaker.phone() != null && speaker.userId() != null) {
                persons.put(speaker.userId(), Person.key(speaker.phone()));
            }
        }
        if (!persons.isEmpty()) {
            database.transact(handle -> {
                new KnownUsers(handle).learn(persons);
                return null;
            });
        }
    }

    @Override
    public Suppression.Unmatched unmatched(int most) {
        return database.jdbi().withHandle(handle -> new UnmatchedWords(handle).optOuts(most));
    }

    private static Suppression read(ResultSet row) throws SQLException {
        return new Suppression(
                row.getString("phone"),
                row.getString("reason"),
                row.getString("source"),
                Times.read(row, "created_at"));
    }
}
