package io.drumbeat.engine.activity;

import static io.drumbeat.campaigns.Races.require;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.Races;
import io.drumbeat.campaigns.dispatch.Turn.Queued;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.engine.activity.SlotBell.Place;
import io.drumbeat.engine.activity.SlotBell.Rings;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever waits is woken, whatever happens between its question and its wait (docs/protocol.md#waiting-costs-nothing). */
final class SlotBellRacesTest {

    private static final AccountKey ACCOUNT = new AccountKey("test|vendor:443|1");

    private static Queued queued(int servedAt, boolean forAnEnd) {
        return new Queued(Instant.ofEpochSecond(servedAt), new CampaignId(new UUID(1, servedAt)), forAnEnd);
    }

    /** As a stint does: asks, and waits where it may not begin. */
    private static @Nullable Place ask(AtomicBoolean free, SlotBell bell, Queued place) {
        Rings heard = bell.rings(ACCOUNT);
        return free.get() ? null : bell.queue(ACCOUNT, place, heard);
    }

    @Test
    void shouldWakeWhoeverAskedBeforeTheTurnWasOver() {
        Races.inOrders(300, () -> {
            SlotBell bell = new SlotBell();
            AtomicBoolean free = new AtomicBoolean();
            Place[] waits = new Place[2];
            Races.together(
                    () -> waits[0] = ask(free, bell, queued(1, false)),
                    () -> {
                        free.set(true);
                        bell.ring(ACCOUNT);
                    },
                    () -> waits[1] = ask(free, bell, queued(2, false)));

            require(
                    (waits[0] == null && waits[1] == null) || isWoken(waits[0]) || isWoken(waits[1]),
                    "one of those who wait is woken");
        });
    }

    private static boolean isWoken(@Nullable Place place) {
        return place != null && place.woken().availablePermits() > 0;
    }

    /** Another one that waits for its turn only came first, and the end of the send was lost. */
    @Test
    void shouldWakeForAnEndWhoeverElseWaits() {
        Races.inOrders(300, () -> {
            SlotBell bell = new SlotBell();
            bell.queue(ACCOUNT, queued(1, false), bell.rings(ACCOUNT));
            AtomicBoolean free = new AtomicBoolean();
            Place[] waits = new Place[1];
            Races.together(() -> waits[0] = ask(free, bell, queued(2, true)), () -> {
                free.set(true);
                bell.ringForAnEnd(ACCOUNT);
            });

            require(waits[0] == null || isWoken(waits[0]), "who waits is woken");
        });
    }
}
