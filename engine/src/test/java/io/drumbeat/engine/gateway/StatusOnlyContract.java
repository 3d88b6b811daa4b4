package io.drumbeat.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.outcome.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway promises whose vendor documents statuses, but neither a reply's body nor error codes. */
public abstract class StatusOnlyContract extends GatewayContract {

    @Override
    protected Class<? extends Outcome> emptyMeaning() {
        return Outcome.Accepted.class;
    }

    @ParameterizedTest
    @ValueSource(strings = {"99400", "99404", "99413", "99415", "99422", "99126"})
    void shouldRejectWhenStatusRefusesTheRecipient(String digits) {
        assertThat(behaving(digits))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        outcome -> assertThat(outcome.suppress()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"99401", "99403"})
    void shouldBlockSenderWhenStatusRefusesTheAccount(String digits) {
        assertThat(behaving(digits)).isInstanceOf(Outcome.SenderBlocked.class);
    }

    @Test
    void shouldSlowDownWhenStatusIs429() {
        assertThat(behaving("99429")).isInstanceOf(Outcome.AccountBusy.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99402", "99409"})
    void shouldBeUnconfirmedWhenStatusIsUndocumented(String digits) {
        assertThat(behaving(digits)).isInstanceOf(Outcome.Unconfirmed.class);
    }
}
