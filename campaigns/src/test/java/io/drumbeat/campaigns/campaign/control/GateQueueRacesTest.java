package io.drumbeat.campaigns.campaign.control;

import static io.drumbeat.campaigns.Races.require;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.Races;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Of each campaign one waits in PostgreSQL, and everybody's turn comes. */
class GateQueueRacesTest {

    private static final CampaignId CAMPAIGN = new CampaignId(new UUID(1, 1));

    @Test
    void shouldLetOneAtATimeToACampaignsGate() {
        Races.inOrders(600, () -> {
            GateQueue queue = new GateQueue();
            AtomicInteger there = new AtomicInteger();
            int[] served = new int[1];
            Runnable command = () -> queue.alone(CAMPAIGN, () -> {
                require(there.incrementAndGet() == 1, "nobody else is there");
                served[0]++;
                return there.decrementAndGet();
            });
            Races.together(
                    () -> {
                        command.run();
                        command.run();
                    },
                    command);

            require(served[0] == 3, "each had its turn");
        });
    }
}
