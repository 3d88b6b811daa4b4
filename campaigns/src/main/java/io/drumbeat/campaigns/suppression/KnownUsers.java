package io.drumbeat.campaigns.suppression;

import java.util.List;
import java.util.NavigableMap;
import org.jdbi.v3.core.Handle;

/** Which person a vendor's own id of somebody stands for, as receipts and replies have told it. */
public final class KnownUsers {

    /**
     * Who {@code s} is, by {@code s.user_id}, else by the message of ours, {@code s.answered}: one that {@code s.account_key}
     * sent, else one that another account of the same vendor alone has sent, whose callbacks may come to the same address.
     */
    public static final String WHO = """
            coalesce((select u.person from user_person u where u.user_id = s.user_id),
                     (select coalesce(r.person, r.phone) from past_dispatch p join recipient r using (campaign_id, tape, n)
                      where p.account_key = s.account_key and p.message_id = s.answered limit 1),
                     (select min(coalesce(r.person, r.phone))
                      from past_dispatch p join recipient r using (campaign_id, tape, n)
                      where p.message_id = s.answered
                        and split_part(p.account_key, '|', 1) = split_part(s.account_key, '|', 1)
                        and split_part(p.account_key, '|', 2) = split_part(s.account_key, '|', 2)
                      having count(*) = 1))""";

    private final Handle handle;

    /** @param handle within a transaction */
    public KnownUsers(Handle handle) {
        this.handle = handle;
    }

    /**
     * Remembers who is who; what was heard of them before is looked at again soon. Of what is told of one id at different
     * times the latest holds: it is given to somebody else when its person changes the number.
     *
     * @param persons keys of persons by user id; sorted, so that two of these do not lock each other out
     */
    public void learn(NavigableMap<String, String> persons) {
        if (persons.isEmpty()) {
            return;
        }
        List<String> users = List.copyOf(persons.keySet());
        handle.createUpdate("""
                with learned as (
                    insert into user_person as known (user_id, person)
                    select user_id, person from unnest(:users, :persons) as told (user_id, person)
                    where not exists (select from user_person u where (u.user_id, u.person) = (told.user_id, told.person))
                    on conflict (user_id) do update set person = excluded.person
                    returning user_id)
                update unmatched_word w set next_try = clock_now() from learned where w.speaker = learned.user_id""")
                .bindArray("users", String.class, users)
                .bindArray(
                        "persons",
                        String.class,
                        users.stream().map(persons::get).toList())
                .execute();
    }
}
