package io.drumbeat.campaigns.recipient;

import io.drumbeat.campaigns.CampaignId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The phones of a campaign in their order (docs/protocol.md#phones-in-order). Only of one whose recipients stay as they are: a
 * draft's may be others tomorrow.
 */
final class PhoneBook {

    /** Entries on a page. */
    private static final int ENTRIES = 1_000;

    private static final String IS_THERE = "select exists (select from phone_page where campaign_id = :id)";

    private static final String WRITE = """
            insert into phone_page (campaign_id, page, first, phones, tapes, ns)
            select :id, (place - 1) / %1$d, min(phone), array_agg(phone order by place), array_agg(tape order by place),
                   array_agg(n order by place)
            from (select phone, tape, n, row_number() over (order by phone) as place
                  from (select phone collate "C" as phone, tape, n from recipient where campaign_id = :id
                        union all
                        select person collate "C", tape, n from recipient where campaign_id = :id and person is not null) one
                 ) entry
            group by (place - 1) / %1$d""".formatted(ENTRIES);

    /** A colon comes behind all digits. The page with the first of them may begin before them. */
    private static final String PAGES = """
            select page from phone_page
            where campaign_id = :id and first < :prefix || ':'
              and page >= greatest(:page, (
                  select max(page) from phone_page where campaign_id = :id and first < :prefix))
            order by page""";

    private final Handle handle;
    private final CampaignId campaign;

    private PhoneBook(Handle handle, CampaignId campaign) {
        this.handle = handle;
        this.campaign = campaign;
    }

    /** Writes it where nobody has so far. */
    static PhoneBook of(Handle handle, CampaignId campaign) {
        PhoneBook book = new PhoneBook(handle, campaign);
        if (!book.isThere()) {
            handle.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", "phone book of " + campaign.value());
            if (!book.isThere()) {
                handle.createUpdate(WRITE).bind("id", campaign).execute();
            }
        }
        return book;
    }

    private boolean isThere() {
        return handle.createQuery(IS_THERE)
                .bind("id", campaign)
                .mapTo(Boolean.class)
                .one();
    }

    /** The pages on which phones stand that begin with {@code prefix}, from the one with the place {@code after} on. */
    List<Integer> pages(String prefix, long after) {
        return handle.createQuery(PAGES)
                .bind("id", campaign)
                .bind("prefix", prefix)
                .bind("page", after / ENTRIES)
                .mapTo(Integer.class)
                .list();
    }

    /** The entries of a page as a table {@code e}: place in the book, from 1 on, and the recipient's key. */
    static String entries() {
        return """
                (select p.page::bigint * %d + i as place, e.phone, e.tape, e.n
                 from phone_page p, unnest(p.phones, p.tapes, p.ns) with ordinality as e (phone, tape, n, i)
                 where p.campaign_id = :id and p.page = :page) e""".formatted(ENTRIES);
    }
}
