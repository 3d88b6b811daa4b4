package io.drumbeat.engine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CapturedLog;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A blocked sender once left no line in the process log. */
@Isolated("reads what all classes of this process log")
final class SenderNewsTest {
    @AutoClose
    private final Installation installation = new Installation();

    @AutoClose
    private final CapturedLog log = new CapturedLog(SenderNews.class);

    @Test
    void shouldWarnOnceOfASenderThatIsBlockedAndSayOnceThatItIsNoMore() {
        SenderNews news = new SenderNews(installation.senders);
        installation.sender("a", Installation.NO_DELAY, null);
        installation.send(
                installation.lane(installation.campaign(4, "a"), "a"),
                new Outcome.SenderBlocked("190", "the token has expired"));

        news.tell();
        news.tell();

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN Sender a is blocked until somebody resumes it:");
        installation.senders.resume(new SenderId("a"), "anna");
        news.tell();
        assertThat(log.lines()).hasSize(2).last().isEqualTo("INFO Sender a is no longer blocked");
    }
}
