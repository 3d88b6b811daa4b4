package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.spec.CampaignSpec.AutoPause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What stops a campaign or a sender, written in the transaction of the outcome that is the reason. */
final class Breakers {

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
            return; // it was sent by URL, or another send has already seen to it
        }
        boolean again = !renewed.get();
        if (!again) {
            trip("The vendor cannot use the media (%s): %s".formatted(code, message));
        }
        dropPublication(reference, again);
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
                from blocked join sender s using (account_key) join lane l using (sender_id) where not l.ended""").bind("account", account).bind("reason", reason).execute();
    }

    /** Notes an outcome for the campaign's failure window. */
    void count(Verdict verdict) {
        counted.add(verdict);
    }

    /** Adds what was noted to the failure window, in that order. */
    void look() {
        if (counted.isEmpty()) {
            return;
        }
        Watched watched = handle.createQuery("""
                select w.outcomes, w.alike_code, w.alike_message, w.alike_count,
                       (c.spec #>> '{autoPause,failureRate}')::float8 as rate,
                       (c.spec #>> '{autoPause,window}')::int as length
                from failure_window w join campaign c using (campaign_id)
                where campaign_id = :campaign for update of w""")
                .bind("campaign", lane.campaign())
                .map((row, context) -> {
                    double rate = row.getDouble("rate");
                    AutoPause autoPause = row.wasNull() ? null : new AutoPause(rate, row.getInt("length"));
                    return new Watched(
                            new FailureWindow(
                                    row.getString("outcomes"),
                                    row.getString("alike_code"),
                                    row.getString("alike_message"),
                                    row.getInt("alike_count")),
                            autoPause);
                })
                .one();
        FailureWindow window = watched.window();
        Optional<String> reason = Optional.empty();
        for (Verdict verdict : counted) {
            window = window.with(verdict);
            FailureWindow now = window;
            reason = reason.or(() -> now.trips(watched.autoPause(), () -> mostFrequent(watched.autoPause())));
        }
        handle.createUpdate("""
                update failure_window set outcomes = :outcomes, alike_code = :code, alike_message = :message,
                       alike_count = :count, tripped = coalesce(tripped, :reason)
                where campaign_id = :campaign""")
                .bind("campaign", lane.campaign())
                .bind("outcomes", window.keptFor(watched.autoPause()))
                .bind("code", window.alikeCode())
                .bind("message", window.alikeMessage())
                .bind("count", window.alikeCount())
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
                      and r.error_code <> :crash
                    order by tape desc, n desc limit :most) f
                group by error_code order by count(*) desc, error_code limit 1""")
                .bind("crash", Finishing.PROCESS_ENDED)
                .bind("campaign", lane.campaign())
                .bind("most", autoPause == null ? 0 : autoPause.window())
                .map((row, context) -> FailureWindow.words(row.getString("error_code"), row.getString("message")))
                .findOne();
    }

    private record Watched(FailureWindow window, @Nullable AutoPause autoPause) {}

    void trip(String reason) {
        handle.createUpdate(
                        "update failure_window set tripped = coalesce(tripped, :reason) where campaign_id = :campaign")
                .bind("campaign", lane.campaign())
                .bind("reason", reason)
                .execute();
        tripped = true;
    }
}
