package io.drumbeat.campaigns.database;

import io.drumbeat.campaigns.phone.Person;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Migration 7: whoever is on the suppression list, has said a word or may be reported on is known by one key
 * ({@link Person#key}), and people whose phone is hidden by the vendor's own id of them. In Java, so that the numbering plans
 * stand in one place.
 */
final class OneKeyAPerson implements JavaMigration {

    private static final int BATCH = 10_000;

    private static final String TABLES = """
            -- Whose a vendor's own id of somebody is, as receipts and replies told it last.
            create table user_person (
                user_id text primary key,
                person  text not null           -- a key (Person.key)
            );

            -- What was said by people of whom nothing tells yet who they are: of each the newest word.
            create table unmatched_word (
                speaker     text primary key,   -- user_id, else account and answered, else one of a kind
                account_key text not null,
                user_id     text,
                answered    text,               -- the message of ours that it answers
                wanted      boolean not null,   -- false: STOP
                said_at     timestamptz not null,
                source      text not null,
                looks       int not null default 0,
                next_try    timestamptz not null
            );
            create index unmatched_word_next on unmatched_word (next_try);

            alter table receipt add column user_id text;

            -- By the id first: a vendor may report on all of an app's numbers at one of them.
            create index past_dispatch_message_id on past_dispatch (message_id, account_key) where message_id is not null;
            drop index past_dispatch_message;""";

    private static final String NUMBERS_WITH_SEVERAL_FORMS = """
            select phone from suppression where phone ~ '^[+](5|2)'
            union select phone from last_word where phone ~ '^[+](5|2)'
            union select phone from receipt where phone ~ '^[+](5|2)'
            union select phone from recipient where phone ~ '^[+](5|2)'""";

    /** Two entries of one person become the older one; that it is the person's own word holds where both are. */
    private static final String KEYS = """
            create temporary table entry_of on commit drop as
            select s.entry, coalesce(f.person, s.phone) as person, bool_and(s.opt_out) over same as opt_out,
                   row_number() over (partition by coalesce(f.person, s.phone) order by s.created_at, s.entry) as place
            from suppression s left join form f using (phone)
            window same as (partition by coalesce(f.person, s.phone));
            delete from suppression s using entry_of e where s.entry = e.entry and e.place > 1;
            update suppression s set phone = e.person, opt_out = e.opt_out from entry_of e
            where s.entry = e.entry and (s.phone, s.opt_out) <> (e.person, e.opt_out);

            create temporary table word_of on commit drop as
            select w.phone, coalesce(f.person, w.phone) as person,
                   row_number() over (partition by coalesce(f.person, w.phone) order by w.said_at desc, w.phone) as place
            from last_word w left join form f using (phone);
            delete from last_word w using word_of o where w.phone = o.phone and o.place > 1;
            update last_word w set phone = o.person from word_of o where w.phone = o.phone and o.phone <> o.person;

            update receipt r set phone = f.person from form f where r.phone = f.phone;
            update past_dispatch p set phone = f.person from form f where p.phone = f.phone;
            update recipient r set person = f.person from form f where r.phone = f.phone and r.person is null;""";

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("7");
    }

    @Override
    public String getDescription() {
        return "one key a person";
    }

    @Override
    public Integer getChecksum() {
        return 1;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
            statement.execute(
                    "create temporary table form (phone text primary key, person text not null) on commit drop");
            readForms(connection);
            statement.execute("analyze form");
            statement.execute(KEYS);
        }
    }

    private static void readForms(Connection connection) throws SQLException {
        try (Statement numbers = connection.createStatement();
                PreparedStatement form = connection.prepareStatement("insert into form values (?, ?)")) {
            numbers.setFetchSize(BATCH);
            int waiting = 0;
            try (ResultSet found = numbers.executeQuery(NUMBERS_WITH_SEVERAL_FORMS)) {
                while (found.next()) {
                    String phone = found.getString(1);
                    String person = Person.key(phone);
                    if (!person.equals(phone)) {
                        form.setString(1, phone);
                        form.setString(2, person);
                        form.addBatch();
                        waiting++;
                    }
                    if (waiting == BATCH) {
                        form.executeBatch();
                        waiting = 0;
                    }
                }
            }
            form.executeBatch();
        }
    }
}
