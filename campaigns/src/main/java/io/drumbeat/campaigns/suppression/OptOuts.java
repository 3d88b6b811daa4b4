package io.drumbeat.campaigns.suppression;

import io.drumbeat.campaigns.phone.HashedPerson;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What people say about being written to, written down within a transaction of the caller's. */
public final class OptOuts {

    private static final String OPTED_OUT = "opted out";

    /** Of an erased person no last word is known: a callback from before that comes again must not take them off. */
    private static final String TAKE_OFF = """
            delete from suppression
            where opt_out and (phone = :person or phone = %s and created_at < :at)""".formatted(HashedPerson.sql(":person"));

    private final Handle handle;
    private final UnmatchedWords unmatched;

    /** @param handle within a transaction */
    public OptOuts(Handle handle) {
        this.handle = handle;
        this.unmatched = new UnmatchedWords(handle);
    }

    /** As {@link SuppressionStore#heard}. */
    ConsentResult heard(AccountKey account, Speaker speaker, Consent wanted, Instant at, String source) {
        Optional<String> person = Optional.ofNullable(speaker.phone())
                .map(Person::key)
                .or(() -> unmatched.person(account, speaker).map(Person::key));
        boolean news = person.isPresent()
                ? heard(person.get(), speaker.userId(), wanted, at, source)
                : unmatched.keep(account, speaker, wanted, at, source);
        return !news ? ConsentResult.UNCHANGED : person.isPresent() ? ConsentResult.APPLIED : ConsentResult.PENDING;
    }

    /**
     * Looks again whose the words are that nobody could tell: those that are due.
     *
     * @param most at most so many
     */
    public void hearAgain(int most) {
        List<String> done = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (UnmatchedWords.Kept word : unmatched.due(most)) {
            if (word.person() == null) {
                open.add(word.speaker());
            } else {
                heard(Person.key(word.person()), word.userId(), word.wanted(), word.at(), word.source());
                done.add(word.speaker());
            }
        }
        unmatched.remove(done);
        unmatched.lookAgain(open);
    }

    private boolean heard(String person, @Nullable String userId, Consent wanted, Instant at, String source) {
        if (userId != null) {
            new KnownUsers(handle).learn(new TreeMap<>(Map.of(userId, person)));
        }
        return write(person, wanted, at, OPTED_OUT, source);
    }

    /**
     * The vendor refused a message because the person has told it to stop them. That is the person's own word, told late:
     * taken otherwise, somebody who asked for messages again would stay on the list for ever, while a start word that the vendor
     * knows nothing of costs no more than another refusal.
     *
     * @param at when it refused
     * @param source the sender that it refused
     */
    public void refused(String phone, String code, Instant at, String source) {
        write(Person.key(phone), Consent.WITHDRAWN, at, OPTED_OUT + ", says the vendor (" + code + ")", source);
    }

    /** Whether it is news. */
    private boolean write(String person, Consent wanted, Instant at, String reason, String source) {
        if (!new LastWord(handle).isNow(person, wanted, at)) {
            return false;
        }
        if (wanted == Consent.GIVEN) {
            handle.createUpdate(TAKE_OFF).bind("person", person).bind("at", at).execute();
        } else {
            handle.createUpdate("""
                    insert into suppression (phone, reason, source, created_at, opt_out)
                    values (:person, :reason, :source, clock_now(), true)
                    on conflict (phone) do nothing""")
                    .bind("person", person)
                    .bind("reason", reason)
                    .bind("source", source)
                    .execute();
        }
        return true;
    }
}
