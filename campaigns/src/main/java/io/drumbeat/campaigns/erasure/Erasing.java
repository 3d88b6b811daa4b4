package io.drumbeat.campaigns.erasure;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.database.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Deletes recipients, files and media of erased campaigns, a piece at a time and each in a transaction of its own: what a kill
 * leaves undone the next step does. Several processes may do it; one at a time does. Nobody is shown them meanwhile.
 */
public final class Erasing {

    private static final Duration STEP = Duration.ofSeconds(1);

    private static final int RECIPIENTS = 2_000;
    private static final int ROWS = 5_000;
    private static final int FILE_PIECES = 8;

    private static final String IS_OUR_TURN = "select pg_try_advisory_xact_lock(hashtextextended('erasing', 0))";

    /** Whose send is on is settled by whoever sends, or by the reconciler: until then the recipient is needed. */
    private static final String NEXT = """
            select campaign_id from campaign c
            where erasing and not exists (select from journal j where j.campaign_id = c.campaign_id)
            order by erased_at limit 1""";

    private static final String LONG_OVER = """
            select campaign_id from campaign
            where finished_at < clock_now() - :days * interval '1 day' and erased_at is null
            order by finished_at limit 100""";

    /** The first by their key. */
    private static final String FIRST = """
            (r.tape, r.n) in (
                select tape, n from recipient where campaign_id = :campaign order by tape, n limit %d)""".formatted(RECIPIENTS);

    private static final String PART = """
            delete from %1$s where ctid = any (array(
                select ctid from %1$s where campaign_id = :campaign limit %2$d))""";

    /** Trimming deletes it, where no other campaign names it and none is about to be made with it. */
    private static final String MEDIA = """
            update media_asset m set erased = true from campaign c
            where c.campaign_id = :campaign and m.sha256 = c.media_sha256""";

    private static final String DONE =
            "update campaign set erasing = false, media_sha256 = null, people = null where campaign_id = :campaign";

    private final Database database;
    private final CampaignControl control;
    private final @Nullable Integer retentionDays;

    /**
     * In {@code database}.
     *
     * @param retentionDays after how many days ended campaigns are erased; null: only where somebody asks for it
     */
    public Erasing(Database database, CampaignControl control, @Nullable Integer retentionDays) {
        this.database = database;
        this.control = control;
        this.retentionDays = retentionDays;
    }

    /**
     * Erases campaigns that are long over, and deletes pieces of erased ones, for about a second. To be called every few
     * seconds, by one thread.
     */
    public void step() {
        if (retentionDays != null) {
            eraseLongOver(retentionDays);
        }
        long end = System.nanoTime() + STEP.toNanos();
        boolean more = true;
        while (more && System.nanoTime() < end) {
            more = database.transact(Erasing::piece);
        }
    }

    private void eraseLongOver(int days) {
        String reason = "DRUMBEAT_RETENTION_DAYS is " + days;
        database.jdbi()
                .withHandle(handle -> handle.createQuery(LONG_OVER)
                        .bind("days", days)
                        .mapTo(UUID.class)
                        .list())
                .forEach(id -> control.erase(new CampaignId(id), "drumbeat", reason));
    }

    /** Whether there is more to do now. */
    private static boolean piece(Handle handle) {
        if (!handle.createQuery(IS_OUR_TURN).mapTo(Boolean.class).one()) {
            return false;
        }
        Optional<CampaignId> campaign =
                handle.createQuery(NEXT).mapTo(UUID.class).findOne().map(CampaignId::new);
        campaign.ifPresent(id -> piece(handle, id));
        return campaign.isPresent();
    }

    private static void piece(Handle handle, CampaignId campaign) {
        boolean deleted =
                ErasedRecipients.delete(handle, campaign, FIRST, query -> query).count() > 0
                        || part(handle, campaign, "reject", ROWS)
                        || part(handle, campaign, "recipients_file", FILE_PIECES)
                        || part(handle, campaign, "free_block", ROWS);
        if (!deleted) {
            execute(handle, campaign, MEDIA);
            execute(handle, campaign, DONE);
        }
    }

    private static boolean part(Handle handle, CampaignId campaign, String table, int most) {
        return execute(handle, campaign, PART.formatted(table, most)) > 0;
    }

    private static int execute(Handle handle, CampaignId campaign, String sql) {
        return handle.createUpdate(sql).bind("campaign", campaign).execute();
    }
}
