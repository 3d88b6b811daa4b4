package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pauses;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** {@link TestSendStore} on PostgreSQL. */
final class PostgresTestSendStore implements TestSendStore {

    private final Database database;
    private final CampaignControl control;
    private final Pauses pauses;
    private final BackOff backOff;

    /** @param random draws the pauses */
    PostgresTestSendStore(Database database, CampaignControl control, RandomGenerator random) {
        this.database = database;
        this.control = control;
        this.pauses = new Pauses(random);
        this.backOff = new BackOff(random);
    }

    @Override
    public TestTurn ask(TestSend test, Means means) {
        return database.transact(handle -> new TestBeginning(handle, test, means).ask());
    }

    @Override
    public TestTurn keep(TestSend test, Means means) {
        return database.transact(handle -> new TestBeginning(handle, test, means).keep());
    }

    @Override
    public TestTurn begin(TestSend test, Means means) {
        return database.transact(handle -> new TestBeginning(handle, test, means).begin());
    }

    @Override
    public void giveUp(TestSend test) {
        database.transact(handle -> {
            TestBeginning.letGo(handle, test);
            return null;
        });
    }

    @Override
    public boolean finish(Dispatch test, Outcome outcome, Duration sinceEnd) {
        boolean wakes =
                database.transact(handle -> new TestFinishing(handle, test, pauses, backOff).finish(outcome, sinceEnd));
        if (wakes) {
            control.applyBreakers();
        }
        return wakes;
    }
}
