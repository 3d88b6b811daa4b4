package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a process would send for a lane. Its senders.json may be older than what the database knows, or newer.
 *
 * @param worker names the process, for people
 * @param account the account that it would send by; null: it does not have the sender
 * @param way how the campaign's media gets to the sender's vendor
 * @param leavesWithin how long after the call of begin a send may still leave; it is given back after that
 */
public record Means(String worker, @Nullable AccountKey account, MediaWay way, Duration leavesWithin) {

    public static final Duration USUALLY_LEAVES_WITHIN = Duration.ofSeconds(1);

    /** Of a process that begins as fast as usual. */
    public Means(String worker, @Nullable AccountKey account, MediaWay way) {
        this(worker, account, way, USUALLY_LEAVES_WITHIN);
    }

    /** Why it must not send by {@code known}, the account that the sender has, in plain words; empty where it may. */
    Optional<String> objection(AccountKey known) {
        return known.equals(account)
                ? Optional.empty()
                : Optional.of(("The senders.json of worker %s is not the one that the last process started with: the"
                                + " sender %s there. Give all processes the same file and restart them.")
                        .formatted(worker, account == null ? "is missing" : "has another number or address"));
    }
}
