package io.drumbeat.campaigns.sender;

import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.WarmUp;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A sender as the database knows it: everything of senders.json but its credentials.
 *
 * @param gateway the vendor's name: {@code wachat}, {@code cloud}, …
 * @param dailyCap sends in any rolling 24 hours; null: no cap
 * @param warmUp what it may send in its first days instead
 * @param quietHours in which it sends nothing, by the clock of a zone; null: there are none
 * @param timeout the most that a whole send may take, at most 30 s
 * @param portfolio whose limit it shares; null: none
 */
public record Sender(
        SenderId id,
        AccountKey account,
        String gateway,
        String name,
        Pacing pacing,
        @Nullable Integer dailyCap,
        WarmUp warmUp,
        @Nullable QuietHours quietHours,
        Duration timeout,
        @Nullable Portfolio portfolio) {

    /** One that sends at any hour, is known already, and belongs to no portfolio. */
    public Sender(
            SenderId id,
            AccountKey account,
            String gateway,
            String name,
            Pacing pacing,
            @Nullable Integer dailyCap,
            Duration timeout) {
        this(id, account, gateway, name, pacing, dailyCap, WarmUp.NONE, null, timeout, null);
    }
}
