package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.engine.activity.SlotBell.Place;
import org.junit.jupiter.api.Test;

final class SlotBellTest {

    private static final AccountKey ACCOUNT = new AccountKey("test|vendor:443|1");
    private static final AccountKey OTHER = new AccountKey("test|vendor:443|2");

    private final SlotBell bell = new SlotBell();

    private Place queue(AccountKey account, long due) {
        return bell.queue(account, due, bell.rings(account));
    }

    @Test
    void shouldWakeOneAtATimeInTheOrderInWhichTheyWereToldToCome() {
        Place second = queue(ACCOUNT, 20);
        Place first = queue(ACCOUNT, 10);
        Place elsewhere = queue(OTHER, 1);

        bell.ring(ACCOUNT);
        assertThat(first.woken().availablePermits()).isEqualTo(1);
        assertThat(second.woken().availablePermits()).isZero();

        bell.ring(ACCOUNT);
        assertThat(second.woken().availablePermits()).isEqualTo(1);
        assertThat(elsewhere.woken().availablePermits()).isZero();
    }

    @Test
    void shouldWakeTheNextWhenTheFirstHasLeft() {
        Place first = queue(ACCOUNT, 10);
        Place second = queue(ACCOUNT, 20);

        bell.leave(first);
        bell.ring(ACCOUNT);

        assertThat(second.woken().availablePermits()).isEqualTo(1);
    }

    /** The send ended between the question and the wait for its end: nobody would have come before the time was up. */
    @Test
    void shouldNotLetWaitWhoMissedTheRing() {
        long heard = bell.rings(ACCOUNT);
        bell.ring(ACCOUNT);

        assertThat(bell.queue(ACCOUNT, 10, heard).woken().availablePermits()).isEqualTo(1);
    }
}
