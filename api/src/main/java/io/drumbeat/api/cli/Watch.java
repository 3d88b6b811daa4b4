package io.drumbeat.api.cli;

import io.drumbeat.api.cli.RemoteCampaigns.News;
import io.drumbeat.api.cli.RemoteCampaigns.Refused;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Shows a campaign's progress until it ends. */
final class Watch {

    /** Between two looks at most, where one says nothing or there is news all the time. */
    private static final int PAUSE_MILLIS = 500;

    private final RemoteCampaigns drumbeat;
    private final String campaign;
    private final Display display;

    Watch(RemoteCampaigns drumbeat, String campaign, Display display) {
        this.drumbeat = drumbeat;
        this.campaign = campaign;
        this.display = display;
    }

    /** Returns the status that the campaign ended with; a Drumbeat that is away for a while is waited for. */
    String untilEnd() throws InterruptedException, Refused {
        String tag = "";
        while (true) {
            try {
                Optional<News> news = drumbeat.news(campaign, tag);
                if (news.isPresent()) {
                    Progress progress = new Progress(news.get().campaign());
                    if (progress.ended()) {
                        display.end(progress);
                        return progress.status();
                    }
                    display.show(progress);
                    tag = news.get().tag();
                }
            } catch (IOException away) {
                display.away("Drumbeat does not answer; the campaign is looked for again.");
            } catch (Refused refused) {
                if (!refused.passing()) {
                    throw refused;
                }
                display.away("Drumbeat cannot say how far it is; it is asked again.");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
