package io.drumbeat.campaigns.suppression;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What people say about being written to, written down within a transaction of the caller's. */
public final class OptOuts {

    private final Handle handle;

    /** @param handle within a transaction */
    public OptOuts(Handle handle) {
        this.handle = handle;
    }

    /** As {@link SuppressionStore#heard}. */
    void heard(String phone, Wish wanted, Instant at, String source) {
        heard(phone, wanted, at, "opted out", source);
    }

    /**
     * The vendor refused a message because the person has told it to stop them. That is the person's own word, told late:
     * taken otherwise, somebody who asked for messages again would stay on the list for ever, while a START that the vendor
     * knows nothing of costs no more than another refusal.
     *
     * @param at when it refused
     * @param source the sender that it refused
     */
    public void refused(String phone, String code, Instant at, String source) {
        heard(phone, Wish.STOP, at, "opted out, says the vendor (" + code + ")", source);
    }

    private void heard(String phone, Wish wanted, Instant at, String reason, String source) {
        // The word's row is the lock of all that is heard of one phone.
        if (!isNews(phone, wanted, at)) {
            return;
        }
        if (wanted == Wish.START) {
            handle.createUpdate("delete from suppression where phone = :phone and opt_out")
                    .bind("phone", phone)
                    .execute();
        } else {
            handle.createUpdate("""
                    insert into suppression (phone, reason, source, created_at, opt_out)
                    values (:phone, :reason, :source, clock_now(), true) on conflict (phone) do nothing""")
                    .bind("phone", phone)
                    .bind("reason", reason)
                    .bind("source", source)
                    .execute();
        }
    }

    /**
     * A word from the future would silence every later one. Vendors tell whole seconds: of two words of one second the
     * one that comes later is taken for the later one.
     */
    private boolean isNews(String phone, Wish wanted, Instant at) {
        return handle.createUpdate("""
                        insert into last_word as last (phone, wanted, said_at)
                        values (:phone, :wanted, least(:at, clock_now()))
                        on conflict (phone) do update set wanted = excluded.wanted, said_at = excluded.said_at
                        where (date_trunc('second', excluded.said_at), excluded.wanted <> last.wanted)
                            > (date_trunc('second', last.said_at), false)""")
                        .bind("phone", phone)
                        .bind("wanted", wanted == Wish.START)
                        .bind("at", at)
                        .execute()
                > 0;
    }
}
