package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.phone.HashedPerson;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A recipient who may be next, before anybody has asked whether they may be sent to now.
 *
 * @param unwanted why the suppression list has them; null: it has not
 */
record Candidate(Tape.Row row, @Nullable String unwanted) {

    /** In SQL, of {@code r}: its lines on the suppression list. Phones are hashed only where anybody there is: it costs more than to look. */
    static final String SUPPRESSION = """
            from suppression s where s.phone in (
                coalesce(r.person, r.phone),
                case when exists (select from suppression where phone like '#%%') then %s end)""".formatted(HashedPerson.sql("coalesce(r.person, r.phone)"));

    /** In SQL, of {@code r}: what {@link #read} reads. */
    static final String COLUMNS = """
            r.tape, r.n, r.line, r.phone, r.variables,
            (select s.reason || ' (' || s.source || ')' %s limit 1) as unwanted""".formatted(SUPPRESSION);

    static Candidate untried(ResultSet row) throws SQLException {
        return read(row, 1);
    }

    static Candidate read(ResultSet row, int attempt) throws SQLException {
        return new Candidate(Tape.Row.of(row, attempt), row.getString("unwanted"));
    }
}
