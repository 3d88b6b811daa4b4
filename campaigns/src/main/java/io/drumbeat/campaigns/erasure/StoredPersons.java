package io.drumbeat.campaigns.erasure;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.Gate;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.phone.HashedPerson;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.recipient.RecipientList;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** What is stored of one person, in whatever form of the number: told, and erased. */
public final class StoredPersons {

    private static final String KEY = "(r.tape, r.n) = (:tape, :n)";

    /** Who is about to be sent to, or being sent to, or may still be tried again. */
    private static final String NEEDED = """
            select r.n from recipient r join campaign c using (campaign_id)
            where r.campaign_id = :campaign and %s
              and (exists (select from journal j where (j.campaign_id, j.tape, j.n) = (r.campaign_id, r.tape, r.n))
                   or c.finished_at is null and r.status is null)""".formatted(KEY);

    /** As if the first lane had met them: what is left pending adds up. A cancelled campaign's count as skipped as it is. */
    private static final String COUNT_SKIPPED = """
            update lane set skipped = skipped + :skipped
            where (campaign_id, sender_id) = (
                select l.campaign_id, min(l.sender_id) from lane l join campaign c using (campaign_id)
                where l.campaign_id = :campaign and c.status = 'failed' group by l.campaign_id)""";

    /** One row cannot be taken out of it. */
    private static final String FILE = "delete from recipients_file where campaign_id = :campaign";

    /** A phone ends alike however it is written. */
    private static final String REJECTS = """
            delete from reject where campaign_id = :campaign and exists (
                select from unnest(cells) cell where regexp_replace(cell, '[^0-9]', '', 'g') like '%' || :end)""";

    private static final int END = 8;

    /** Where both are there, the erased one is enough. */
    private static final List<String> ELSEWHERE = List.of(
            """
            with plain as (delete from suppression where phone = :person
                           returning reason, source, created_at, opt_out)
            insert into suppression (phone, reason, source, created_at, opt_out)
            select %s, reason, source, created_at, opt_out from plain on conflict (phone) do nothing""".formatted(HashedPerson.sql(":person")),
            "delete from last_word where phone = :person",
            "delete from user_person where person = :person",
            "delete from reply where person = :person",
            "delete from receipt where phone = :person");

    private final Database database;
    private final RecipientList recipients;
    private final SuppressionStore suppressions;

    /** Those in {@code database}. */
    public StoredPersons(Database database) {
        this.database = database;
        this.recipients = new RecipientList(database);
        this.suppressions = SuppressionStore.on(database);
    }

    /** What came of erasing somebody. */
    public sealed interface Result permits Erased, Needed {}

    /**
     * Nothing is stored of the person any more but the hash on the suppression list.
     *
     * @param recipients so many were deleted
     * @param suppressed whether the person was on the suppression list, and is
     */
    public record Erased(int recipients, boolean suppressed) implements Result {}

    /**
     * The person is still to be sent to, or being sent to.
     *
     * @param campaigns where that is so
     * @param begun whether other campaigns' recipients were erased before this became known
     */
    public record Needed(List<RecipientList.OfPerson> campaigns, boolean begun) implements Result {
        public Needed {
            campaigns = List.copyOf(campaigns);
        }
    }

    /** All that is stored of whoever has {@code phone}, E.164. */
    public StoredPerson find(String phone) {
        String person = Person.key(phone);
        return new StoredPerson(
                person,
                recipients.ofPerson(person),
                suppressions.find(person),
                database.jdbi().withHandle(handle -> lastWord(handle, person)));
    }

    private static Optional<StoredPerson.LastWord> lastWord(Handle handle, String person) {
        return handle.createQuery("select wanted, said_at from last_word where phone = :person")
                .bind("person", person)
                .map((row, context) -> new StoredPerson.LastWord(row.getBoolean("wanted"), Times.read(row, "said_at")))
                .findOne();
    }

    /**
     * Erases what is stored of whoever has {@code phone}, E.164, a campaign at a time, behind its gate. Where one still needs
     * the person nothing is erased, unless a person asked for another go just meanwhile. Safe to call twice, and to be repeated
     * where it was cut off.
     */
    public Result erase(String phone) {
        String person = Person.key(phone);
        List<RecipientList.OfPerson> found = recipients.ofPerson(person);
        List<RecipientList.OfPerson> needed = new ArrayList<>(found);
        needed.removeIf(one -> !database.jdbi().withHandle(handle -> isNeeded(handle, one)));
        if (!needed.isEmpty()) {
            return new Needed(needed, false);
        }
        int erased = 0;
        for (RecipientList.OfPerson one : found) {
            if (!database.transact(handle -> erase(handle, one))) {
                return new Needed(List.of(one), erased > 0);
            }
            erased++;
            eraseRejects(one.campaign(), person);
        }
        database.transact(handle -> {
            ELSEWHERE.forEach(
                    sql -> handle.createUpdate(sql).bind("person", person).execute());
            return null;
        });
        return new Erased(erased, suppressions.find(person).isPresent());
    }

    private void eraseRejects(CampaignId campaign, String person) {
        database.transact(
                TimeLimits.MANY_ROWS,
                handle -> handle.createUpdate(REJECTS)
                        .bind("campaign", campaign)
                        .bind("end", person.substring(Math.max(1, person.length() - END)))
                        .execute());
    }

    private static boolean isNeeded(Handle handle, RecipientList.OfPerson one) {
        return bind(handle.createQuery("select exists (" + NEEDED + ")"), one)
                .bind("campaign", one.campaign())
                .mapTo(Boolean.class)
                .one();
    }

    private static Query bind(Query query, RecipientList.OfPerson one) {
        return query.bind("tape", one.tape()).bind("n", one.n());
    }

    /** False: the person is needed. */
    private static boolean erase(Handle handle, RecipientList.OfPerson one) {
        Gate.exclusive(handle, one.campaign());
        if (isNeeded(handle, one)) {
            return false;
        }
        ErasedRecipients.Deleted deleted =
                ErasedRecipients.delete(handle, one.campaign(), KEY, query -> bind(query, one));
        handle.createUpdate(COUNT_SKIPPED)
                .bind("campaign", one.campaign())
                .bind("skipped", deleted.neverSent())
                .execute();
        handle.createUpdate(FILE).bind("campaign", one.campaign()).execute();
        return true;
    }
}
