package io.drumbeat.engine.receipt;

import static io.drumbeat.campaigns.Races.require;

import io.drumbeat.campaigns.OneCall;
import io.drumbeat.campaigns.Races;
import io.drumbeat.campaigns.dispatch.AnnouncementStore;
import io.drumbeat.campaigns.sender.AccountKey;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Two callbacks at once, of which each knows another number: whichever is last, it is not taken for the other one later. */
class ShownNumbersRacesTest {

    private static final AccountKey ACCOUNT = new AccountKey("cloud|graph.facebook.com:443|1");

    private final AtomicReference<Object> stored = new AtomicReference<>("");
    private final AnnouncementStore store = OneCall.of(AnnouncementStore.class, "shownAs", arguments -> {
        stored.set(arguments[1]);
        return null;
    });

    @Test
    void shouldStoreWhatIsToldAfterwardsWhicheverWasLast() {
        Races.inOrders(150, () -> {
            ShownNumbers shown = new ShownNumbers(store);
            Races.together(() -> shown.shown(ACCOUNT, "491"), () -> shown.shown(ACCOUNT, "492"));

            shown.shown(ACCOUNT, "491");
            require("491".equals(stored.get()), "what was told last");
        });
    }
}
