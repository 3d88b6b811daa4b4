package io.drumbeat.engine.reconcile;

import io.drumbeat.campaigns.campaign.Campaign.WaitingFor;
import io.drumbeat.campaigns.campaign.LaneWait;
import io.drumbeat.campaigns.campaign.LaneWaits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the process log when lanes begin to wait for something other than their pace, their turn or each other, and when that is
 * over: those that wait alike in one line. A vendor's trouble is {@link SenderNews}'.
 */
public final class WaitNews {
    private static final Logger LOG = LoggerFactory.getLogger(WaitNews.class);

    /** Few lanes stand for many in a line of the log. */
    private static final int SHOWN = 5;

    private final LaneWaits waits;
    private final Consumer<List<LaneWait>> seen;

    /** @param seen is given each time how all lanes stand */
    public WaitNews(LaneWaits waits, Consumer<List<LaneWait>> seen) {
        this.waits = waits;
        this.seen = seen;
    }

    /** Logs what no process has logged yet. */
    public void tell() {
        List<LaneWait> now = waits.all();
        seen.accept(now);
        Map<String, List<LaneWaits.News>> alike = waits.news(now).stream()
                .collect(Collectors.groupingBy(WaitNews::text, LinkedHashMap::new, Collectors.toList()));
        alike.forEach((text, lanes) -> LOG.info("{} {}", lanes(lanes), text));
    }

    private static String lanes(List<LaneWaits.News> news) {
        String named = news.stream()
                .limit(SHOWN)
                .map(lane -> lane.sender() + " of campaign " + lane.campaign())
                .collect(Collectors.joining(", "));
        String more = news.size() > SHOWN ? " and " + (news.size() - SHOWN) + " more" : "";
        return (news.size() == 1 ? "Lane " : "Lanes ") + named + more;
    }

    private static String text(LaneWaits.News news) {
        WaitingFor begun = news.begun();
        if (begun == null) {
            return "wait no more: " + news.over() + " is over";
        }
        Instant until = begun.until();
        return "wait: " + begun.why().name().toLowerCase(Locale.ROOT)
                + (begun.reason() == null ? "" : " (" + begun.reason() + ")")
                + (until == null
                        ? ", until somebody does something"
                        : ", until " + until.truncatedTo(ChronoUnit.SECONDS));
    }
}
