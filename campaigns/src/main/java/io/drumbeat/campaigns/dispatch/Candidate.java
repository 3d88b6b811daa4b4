package io.drumbeat.campaigns.dispatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A recipient who may be next, before anybody has asked whether they may be sent to now.
 *
 * @param unwanted why the suppression list has them; null: it has not
 */
record Candidate(Tape.Row row, @Nullable String unwanted) {

    /** In SQL, of {@code r}: what {@link #read} reads. */
    static final String COLUMNS = """
            r.tape, r.n, r.line, r.phone, r.variables,
            (select s.reason || ' (' || s.source || ')' from suppression s
              where s.phone = coalesce(r.person, r.phone)) as unwanted""";

    static Candidate untried(ResultSet row) throws SQLException {
        return read(row, 1);
    }

    static Candidate read(ResultSet row, int attempt) throws SQLException {
        return new Candidate(Tape.Row.of(row, attempt), row.getString("unwanted"));
    }
}
