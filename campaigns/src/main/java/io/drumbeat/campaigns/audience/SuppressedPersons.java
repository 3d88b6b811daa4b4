package io.drumbeat.campaigns.audience;

import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.LongSet;
import io.drumbeat.campaigns.phone.Person;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Everybody who is on the suppression list at one moment; some 16 bytes each. Erased ones are left out: they are recognized when
 * their turn to be sent to comes.
 */
public final class SuppressedPersons {

    private static final int FETCH_SIZE = 10_000;

    private final LongSet numbers = new LongHashSet();

    private SuppressedPersons() {}

    /** A list with nobody on it. */
    public static SuppressedPersons none() {
        return new SuppressedPersons();
    }

    /**
     * Everybody who is on it now.
     *
     * @param connection within a transaction, which is only read in
     */
    public static SuppressedPersons read(Connection connection) throws SQLException {
        SuppressedPersons persons = new SuppressedPersons();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet phones = statement.executeQuery("select phone from suppression where phone like '+%'")) {
                while (phones.next()) {
                    persons.numbers.add(RecipientSelection.number(Person.key(phones.getString(1))));
                }
            }
        }
        return persons;
    }

    /** As {@link RecipientSelection#number} has them. */
    LongSet numbers() {
        return numbers;
    }
}
