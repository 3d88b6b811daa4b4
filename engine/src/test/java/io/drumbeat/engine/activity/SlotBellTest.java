package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.dispatch.Turn.Queued;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.engine.activity.SlotBell.Place;
import io.drumbeat.engine.activity.SlotBell.Rings;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SlotBellTest {

    private static final AccountKey ACCOUNT = new AccountKey("test|vendor:443|1");
    private static final AccountKey OTHER = new AccountKey("test|vendor:443|2");

    private final SlotBell bell = new SlotBell();

    private Place queue(AccountKey account, long servedAt) {
        return bell.queue(account, queued(servedAt, false), bell.rings(account));
    }

    private static Queued queued(long servedAt, boolean forAnEnd) {
        return new Queued(Instant.ofEpochSecond(servedAt), new CampaignId(new UUID(1, 1)), forAnEnd);
    }

    @Test
    void shouldWakeOneAtATimeFirstTheOneServedLongestAgo() {
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

    @Test
    void shouldNotWakeWhoMissedTheRingWhereAnotherComesFirst() {
        Place first = queue(ACCOUNT, 10);
        Place second = queue(ACCOUNT, 20);
        Rings heard = bell.rings(ACCOUNT);
        bell.ring(ACCOUNT);

        Place last = bell.queue(ACCOUNT, queued(30, false), heard);

        assertThat(first.woken().availablePermits()).isEqualTo(1);
        assertThat(second.woken().availablePermits() + last.woken().availablePermits())
                .isZero();
    }

    /** Else the one of two that were never served is woken whose turn it is not. */
    @Test
    void shouldOrderCampaignsAsTheDatabaseDoesWhereTheyWereServedAtOnce() {
        Place second = queue(new UUID(-1, 0));
        Place first = queue(new UUID(1, 0));

        bell.ring(ACCOUNT);

        assertThat(first.woken().availablePermits()).isEqualTo(1);
        assertThat(second.woken().availablePermits()).isZero();
    }

    private Place queue(UUID campaign) {
        return bell.queue(ACCOUNT, new Queued(Instant.EPOCH, new CampaignId(campaign), false), bell.rings(ACCOUNT));
    }

    /** Else each send that ends has somebody ask whose turn it is not. */
    @Test
    void shouldWakeForTheEndOfASendOnlyWhoWaitsForThat() {
        Place itsTurn = queue(ACCOUNT, 10);
        Place anEnd = bell.queue(ACCOUNT, queued(20, true), bell.rings(ACCOUNT));

        bell.ringForAnEnd(ACCOUNT);

        assertThat(itsTurn.woken().availablePermits()).isZero();
        assertThat(anEnd.woken().availablePermits()).isEqualTo(1);
    }

    /** The send ended between the question and the wait for its end: nobody would have come before the time was up. */
    @Test
    void shouldNotLetWaitWhoMissedTheRing() {
        Rings heard = bell.rings(ACCOUNT);
        bell.ring(ACCOUNT);

        assertThat(bell.queue(ACCOUNT, queued(10, false), heard).woken().availablePermits())
                .isEqualTo(1);
    }
}
