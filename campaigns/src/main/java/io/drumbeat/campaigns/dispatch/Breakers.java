package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.database.Replies;
import io.drumbeat.campaigns.outcome.Verdict;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.spec.CampaignSpec.AutoPause;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What stops a campaign or a sender, written in the transaction of the outcome that is the reason. */
final class Breakers {

    private static final String LOCK_WINDOW =
            "select campaign_id from failure_window where campaign_id = :campaign for update";

    /** What finishes do not look at is counted in their lanes' rows, this one's too. */
    private static final String WINDOW = """
            select w.bad, w.alike_code, w.alike_message, w.alike_count, w.enough,
                   (select sum(l.outcomes) from lane l where l.campaign_id = w.campaign_id) - w.since - :counted as seen,
                   (c.spec #>> '{autoPause,failureRate}')::float8 as rate,
                   (c.spec #>> '{autoPause,window}')::int as length
            from failure_window w join campaign c using (campaign_id) where campaign_id = :campaign""";

    private final Handle handle;
    private final LaneId lane;
    private final AccountKey account;
    private final List<Verdict> counted = new ArrayList<>();
    private boolean tripped;

    Breakers(Handle handle, LaneId lane, AccountKey account) {
        this.handle = handle;
        this.lane = lane;
        this.account = account;
    }

    /** Whether a campaign's status must follow, in a transaction of its own. */
    boolean tripped() {
        return tripped;
    }

    /** @param message the vendor's words, empty where it has none */
    void blockSender(String code, String message) {
        block(handle, account, message.isEmpty() ? code : "%s (%s)".formatted(message, code));
        tripped = true;
    }

    /** Pauses the campaign. Published media that is refused is not named again: resuming would only meet it once more. */
    void publicationRefused(@Nullable String reference, String code, String message) {
        messageRefused(
                code,
                message
                        + (dropPublication(reference, false)
                                ? " (once resumed, the next send brings the file again)"
                                : ""));
    }

    void messageRefused(String code, String message) {
        trip("The vendor refused the message itself (%s): %s".formatted(code, message));
    }

    /** Has the media uploaded again the first time that the vendor misses it, and pauses the campaign the second time. */
    void uploadAgain(@Nullable String reference, String code, String message) {
        if (!renew(reference)) {
            trip("The vendor cannot use the media (%s): %s".formatted(code, message));
        }
    }

    /** Has the media uploaded again, which the vendor misses; whether it may: it has not been missed since it was last renewed. */
    boolean renew(@Nullable String reference) {
        Optional<Boolean> renewed = handle.createQuery("""
                select p.renewed from publication p join campaign c on c.media_sha256 = p.sha256
                where c.campaign_id = :campaign and p.account_key = :account and p.reference = :reference
                for update of p""")
                .bind("campaign", lane.campaign())
                .bind("account", account)
                .bind("reference", reference)
                .mapTo(Boolean.class)
                .findOne();
        if (renewed.isEmpty()) {
            return true; // it was sent by URL, or another send has already seen to it
        }
        boolean again = !renewed.get();
        dropPublication(reference, again);
        return again;
    }

    /**
     * Has no later send name what this one named, unless something else has been published meanwhile.
     *
     * @param renewed whether the vendor may miss it no second time
     * @return whether it was still published
     */
    private boolean dropPublication(@Nullable String reference, boolean renewed) {
        return handle.createUpdate("""
                update publication set reference = null, renewed = :renewed
                where account_key = :account and reference = :reference""")
                        .bind("renewed", renewed)
                        .bind("account", account)
                        .bind("reference", reference)
                        .execute()
                > 0;
    }

    /** The account that refused, whatever account senders.json has given its sender meanwhile. */
    static void block(Handle handle, AccountKey account, String reason) {
        handle.createUpdate("""
                with blocked as (
                    update account set blocked_reason = :reason, version = version + 1
                    where account_key = :account and blocked_reason is null
                    returning account_key)
                insert into campaign_log (campaign_id, at, actor, event, detail)
                select l.campaign_id, clock_now(), 'drumbeat', 'sender_blocked', l.sender_id || ': ' || :reason
                from blocked join sender s using (account_key) join lane l using (sender_id)
                where not l.ended and not l.removed""").bind("account", account).bind("reason", reason).execute();
    }

    /** Notes an outcome for the campaign's failure window. */
    void count(Verdict verdict) {
        counted.add(verdict);
    }

    /** How many were noted: the lane's count of them is to be written before they are looked at. */
    int counted() {
        return counted.size();
    }

    /**
     * Looks at what was noted, in that order, where that can be reason to pause: bad outcomes wait for each other here.
     *
     * @param enough {@link FailureWindow#enough}, as of this transaction's view
     */
    void look(boolean enough) {
        if (!enough && counted.stream().allMatch(Verdict::isSent)) {
            return;
        }
        Watched watched = handle.createQuery(Replies.together(LOCK_WINDOW, WINDOW))
                .bind("campaign", lane.campaign())
                .bind("counted", counted.size())
                .execute(Replies.read(replies -> {
                    replies.skip(1);
                    return replies.first((row, context) -> Watched.read(row)).orElseThrow();
                }));
        FailureWindow window = watched.window();
        Optional<String> reason = Optional.empty();
        for (Verdict verdict : counted) {
            window = window.with(verdict);
            FailureWindow now = window;
            reason = reason.or(() -> now.trips(watched.autoPause(), () -> mostFrequent(watched.autoPause())));
        }
        FailureWindow kept = window.keptFor(watched.autoPause());
        handle.createUpdate("""
                update failure_window set bad = :bad, alike_code = :code, alike_message = :message, alike_count = :count,
                       enough = :enough, tripped = coalesce(tripped, :reason)
                where campaign_id = :campaign""")
                .bind("campaign", lane.campaign())
                .bindArray("bad", Long.class, kept.bad())
                .bind("code", kept.alikeCode())
                .bind("message", kept.alikeMessage())
                .bind("count", kept.alikeCount())
                .bind("enough", kept.enough())
                .bind("reason", reason.orElse(null))
                .execute();
        tripped |= reason.isPresent();
    }

    /** Of as many recipients as were looked at, the last ones on the tape: in the order of time nothing can be found. */
    private Optional<String> mostFrequent(@Nullable AutoPause autoPause) {
        return handle.createQuery("""
                select error_code, max(error_message) as message
                from (values ('failed'), ('unconfirmed')) s (status) cross join lateral (
                    select r.error_code, r.error_message
                    from outcome o join recipient r using (campaign_id, tape, n)
                    where campaign_id = :campaign and o.status = s.status and r.status = s.status
                      and r.error_code <> all (:unknown)
                    order by tape desc, n desc limit :most) f
                group by error_code order by count(*) desc, error_code limit 1""")
                .bindArray("unknown", String.class, Finishing.PROCESS_ENDED, RestoredRows.AFTER_RESTORE)
                .bind("campaign", lane.campaign())
                .bind("most", autoPause == null ? 0 : autoPause.window())
                .map((row, context) -> FailureWindow.words(row.getString("error_code"), row.getString("message")))
                .findOne();
    }

    /** A campaign's failure window before what was noted, and how it is set. */
    private record Watched(FailureWindow window, @Nullable AutoPause autoPause) {

        static Watched read(ResultSet row) throws SQLException {
            double rate = row.getDouble("rate");
            AutoPause autoPause = row.wasNull() ? null : new AutoPause(rate, row.getInt("length"));
            FailureWindow window = new FailureWindow(
                    row.getLong("seen"),
                    List.of((Long[]) row.getArray("bad").getArray()),
                    row.getString("alike_code"),
                    row.getString("alike_message"),
                    row.getInt("alike_count"),
                    row.getBoolean("enough"));
            return new Watched(window, autoPause);
        }
    }

    void trip(String reason) {
        handle.createUpdate(
                        "update failure_window set tripped = coalesce(tripped, :reason) where campaign_id = :campaign")
                .bind("campaign", lane.campaign())
                .bind("reason", reason)
                .execute();
        tripped = true;
    }
}
