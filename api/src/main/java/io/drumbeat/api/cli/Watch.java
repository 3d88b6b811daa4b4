package io.drumbeat.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.cli.RemoteCampaigns.Refused;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a campaign's progress on standard error until it ends. */
final class Watch {

    private static final Set<String> ENDED = Set.of("completed", "cancelled", "failed");
    private static final int INTERVAL_MILLIS = 500;

    private final RemoteCampaigns drumbeat;
    private final String campaign;

    Watch(RemoteCampaigns drumbeat, String campaign) {
        this.drumbeat = drumbeat;
        this.campaign = campaign;
    }

    /** Returns the status that the campaign ended with; a Drumbeat that is away for a while is waited for. */
    String untilEnd() throws InterruptedException, Refused {
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("Sending")
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .build()) {
            while (true) {
                try {
                    JsonNode now = drumbeat.get(campaign);
                    show(bar, now);
                    if (ENDED.contains(now.path("status").asText())) {
                        return now.path("status").asText();
                    }
                } catch (IOException away) {
                    bar.setExtraMessage("(Drumbeat does not answer)");
                } catch (Refused refused) {
                    if (!refused.passing()) {
                        throw refused;
                    }
                    bar.setExtraMessage("(Drumbeat cannot say)");
                }
                TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
            }
        }
    }

    private static void show(ProgressBar bar, JsonNode campaign) {
        JsonNode progress = campaign.path("progress");
        long total = progress.path("total").asLong();
        bar.maxHint(total);
        bar.stepTo(total
                - progress.path("pending").asLong()
                - progress.path("sending").asLong());
        bar.setExtraMessage(campaign.path("status").asText() + ", "
                + progress.path("failed").asLong() + " failed, "
                + progress.path("unconfirmed").asLong() + " unconfirmed");
    }
}
