package io.drumbeat.engine.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.campaigns.OneCall;
import io.drumbeat.campaigns.dispatch.AnnouncementStore;
import io.drumbeat.campaigns.sender.AccountKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownNumbersTest {

    private static final AccountKey ACCOUNT = new AccountKey("cloud|graph.facebook.com:443|1");

    private final List<Object> stored = new ArrayList<>();
    private boolean away;
    private final ShownNumbers shown = new ShownNumbers(OneCall.of(AnnouncementStore.class, "shownAs", arguments -> {
        if (away) {
            throw new IllegalStateException("the database is away");
        }
        return stored.add(arguments[1]);
    }));

    @Test
    void shouldStoreEachChangeOnce() {
        for (String digits : List.of("491", "491", "492", "492", "491")) {
            shown.shown(ACCOUNT, digits);
        }

        assertThat(stored).containsExactly("491", "492", "491");
    }

    /** The vendor, who was refused, told it again, and nobody stored it any more. */
    @Test
    void shouldStoreItWhenItIsToldAgainWhereTheDatabaseWasAway() {
        away = true;
        assertThatThrownBy(() -> shown.shown(ACCOUNT, "491")).hasMessage("the database is away");
        away = false;

        shown.shown(ACCOUNT, "491");

        assertThat(stored).containsExactly("491");
    }
}
