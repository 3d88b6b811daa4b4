package io.drumbeat.engine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** A blocked sender once left no line in the process log. */
@Isolated("reads what all classes of this process log")
final class SenderNewsTest {
    private final Installation installation = new Installation();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(SenderNews.class);

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
    void shouldWarnOnceOfASenderThatIsBlockedAndSayOnceThatItIsNoMore() {
        SenderNews news = new SenderNews(installation.senders);
        installation.sender("a", Installation.NO_DELAY, null);
        installation.send(
                installation.lane(installation.campaign(4, "a"), "a"),
                new Outcome.SenderBlocked("190", "the token has expired"));

        news.tell();
        news.tell();

        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("WARN Sender a is blocked until somebody resumes it:");
        installation.senders.resume(new SenderId("a"), "anna");
        news.tell();
        assertThat(lines()).hasSize(2).last().isEqualTo("INFO Sender a is no longer blocked");
    }
}
