package io.drumbeat.campaigns.suppression;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What each person said last about being written to. Its row is the lock of all that is heard of one person. */
final class LastWord {

    /**
     * Whether the word {@code excluded} is newer than {@code last}. Vendors tell whole seconds: of two words of one second
     * the one that comes later is taken for the later one.
     */
    static final String IS_NEWS = """
            (date_trunc('second', excluded.said_at), excluded.wanted <> last.wanted)
                > (date_trunc('second', last.said_at), false)""";

    private final Handle handle;

    LastWord(Handle handle) {
        this.handle = handle;
    }

    /** Keeps it; false where a newer one is known. A word from the future would silence every later one. */
    boolean isNow(String person, Consent wanted, Instant at) {
        return handle.createUpdate("""
                        insert into last_word as last (phone, wanted, said_at)
                        values (:person, :wanted, least(:at, clock_now()))
                        on conflict (phone) do update set wanted = excluded.wanted, said_at = excluded.said_at
                        where\s""" + IS_NEWS)
                        .bind("person", person)
                        .bind("wanted", wanted == Consent.GIVEN)
                        .bind("at", at)
                        .execute()
                > 0;
    }
}
