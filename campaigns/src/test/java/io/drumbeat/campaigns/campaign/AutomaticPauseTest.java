package io.drumbeat.campaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** A campaign that Drumbeat paused by itself once left no line in the process log. */
@Isolated("reads what all classes of this process log")
class AutomaticPauseTest {

    private final Installation installation = new Installation();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(PostgresCampaignControl.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        logger.setLevel(null);
        installation.close();
    }

    private List<String> lines() {
        return log.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void shouldLogOnceThatACampaignIsPausedAndOnceThatItGoesOn() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");

        installation.send(
                installation.lane(campaign, "a"), new Outcome.SenderBlocked("190", "The access token has expired."));
        installation.control.applyBreakers();
        installation.senders.resume(new SenderId("a"), "anna");
        installation.control.applyBreakers();
        installation.control.applyBreakers();

        assertThat(lines())
                .containsExactly(
                        "WARN Campaign " + campaign + " is paused: None of its senders can send."
                                + " a: The access token has expired. (190)",
                        "INFO Campaign " + campaign + " goes on: one of its senders can send again");
    }
}
