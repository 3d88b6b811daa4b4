package io.drumbeat.campaigns.erasure;

import io.drumbeat.campaigns.database.Database;
import java.util.List;

/** Looks for a text in each row of each table. */
final class Everywhere {

    private Everywhere() {}

    /** The tables that have it. */
    static List<String> tablesWith(Database database, String text) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                                select table_name from information_schema.tables
                                where table_schema = 'public' and table_type = 'BASE TABLE' order by 1""")
                        .mapTo(String.class)
                        .filter(table -> handle.createQuery(
                                        "select exists (select from " + table + " t where strpos(t::text, :text) > 0)")
                                .bind("text", text)
                                .mapTo(Boolean.class)
                                .one())
                        .list());
    }
}
