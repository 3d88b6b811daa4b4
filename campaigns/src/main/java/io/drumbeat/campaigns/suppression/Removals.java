package io.drumbeat.campaigns.suppression;

import io.drumbeat.campaigns.phone.HashedPerson;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Takes entries off the list, and puts them back as they were, within a transaction of the caller's. Nothing is kept of a removed entry:
 * whoever removed it holds it, sealed with this installation's key, so that nobody can make one up.
 */
final class Removals {

    /** Of the text of an entry, as hexadecimal digits. Hashed twice, since nobody may make a seal of a longer text from one. */
    private static final String SEAL =
            "encode(sha256((select key from hash_key) || sha256((select key from hash_key) || convert_to('removed ' || %s, 'UTF8'))), 'hex')";

    private static final int SEAL_DIGITS = 64;

    /** Those on the list whom {@code :persons} names, erased ones too. */
    static final String OF_PERSONS = """
            phone in (select person from unnest(:persons) person
                      union all select %s from unnest(:persons) person)""".formatted(HashedPerson.sql("person"));

    /** Somebody may stand there twice: erased, and heard of again. */
    private static final String REMOVE = """
            with removed as (
                delete from suppression where %s
                returning phone, jsonb_build_array(phone, reason, source, created_at, opt_out, entry)::text as entry)
            select (select count(*) from unnest(:persons) person
                    where exists (select from removed where phone in (person, %s))) as persons,
                   (select coalesce(array_agg(%s || entry), '{}') from removed
                    where (select count(*) from removed) <= :undone) as undo""".formatted(OF_PERSONS, HashedPerson.sql("person"), SEAL.formatted("entry"));

    private static final String UNKNOWN =
            """
            select n - 1 from unnest(:undo) with ordinality as one (text, n)
            where left(text, %1$d) <> %2$s order by n""".formatted(SEAL_DIGITS, SEAL.formatted("substr(text, %d)".formatted(SEAL_DIGITS + 1)));

    /** The rows of last words are locked, so that nobody's is told just meanwhile. */
    private static final String PUT_BACK = """
            with entry as (
                select n, e ->> 0 as phone, e ->> 1 as reason, e ->> 2 as source, (e ->> 3)::timestamptz as created_at,
                       (e ->> 4)::boolean as opt_out, (e ->> 5)::bigint as entry
                from unnest(:undo) with ordinality as one (text, n), cast(substr(text, %d) as jsonb) as e),
            heard as (
                select phone, wanted from last_word where phone in (select phone from entry) order by phone for update),
            changed as (
                select n from entry where opt_out and phone in (select phone from heard where wanted)),
            added as (
                insert into suppression (phone, reason, source, created_at, opt_out, entry) overriding system value
                select phone, reason, source, created_at, opt_out, entry from entry
                where n not in (select n from changed)
                  and not exists (select from suppression s where s.phone = %s)
                order by phone
                on conflict do nothing returning 1)
            select (select count(*) from added) as added,
                   (select coalesce(array_agg(n - 1 order by n), '{}') from changed) as changed,
                   (select coalesce(array_agg(phone), '{}') from entry where not opt_out) as persons""".formatted(SEAL_DIGITS + 1, HashedPerson.sql("entry.phone"));

    private static final String FOR_GOOD = "update suppression set opt_out = false where opt_out and " + OF_PERSONS;

    private final Handle handle;

    /** @param handle within a transaction */
    Removals(Handle handle) {
        this.handle = handle;
    }

    /** As {@link SuppressionStore#remove}, of persons' keys. */
    Removal remove(Collection<String> persons) {
        return handle.createQuery(REMOVE)
                .bindArray("persons", String.class, persons)
                .bind("undone", Removal.UNDONE)
                .map((row, context) -> new Removal(row.getInt("persons"), List.of((String[])
                        row.getArray("undo").getArray())))
                .one();
    }

    /** As {@link SuppressionStore#putBack}. */
    Removal.Undone putBack(List<String> undo) {
        List<Integer> unknown = handle.createQuery(UNKNOWN)
                .bindArray("undo", String.class, undo)
                .mapTo(Integer.class)
                .list();
        if (!unknown.isEmpty()) {
            return new Removal.Undone(0, 0, List.of(), unknown);
        }
        record Done(int added, List<Integer> changed, List<String> persons) {}
        Done done = handle.createQuery(PUT_BACK)
                .bindArray("undo", String.class, undo)
                .map((row, context) -> new Done(
                        row.getInt("added"),
                        List.of((Long[]) row.getArray("changed").getArray()).stream()
                                .map(Long::intValue)
                                .toList(),
                        List.of((String[]) row.getArray("persons").getArray())))
                .one();
        stayForGood(done.persons());
        return new Removal.Undone(
                done.added(), undo.size() - done.added() - done.changed().size(), done.changed(), List.of());
    }

    /** Makes the entries of those persons such that their own word does not take them off. */
    void stayForGood(Collection<String> persons) {
        handle.createUpdate(FOR_GOOD)
                .bindArray("persons", String.class, persons)
                .execute();
    }
}
