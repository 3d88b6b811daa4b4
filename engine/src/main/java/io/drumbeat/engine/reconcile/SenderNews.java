package io.drumbeat.engine.reconcile;

import io.drumbeat.campaigns.sender.SenderStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the process log when a sender is blocked or its vendor in trouble, and when that is over. */
public final class SenderNews {
    private static final Logger LOG = LoggerFactory.getLogger(SenderNews.class);

    private final SenderStore senders;

    public SenderNews(SenderStore senders) {
        this.senders = senders;
    }

    /** Logs what no process has logged yet. */
    public void tell() {
        for (SenderStore.News news : senders.news()) {
            if (news.good()) {
                LOG.info(news.text());
            } else {
                LOG.warn(news.text());
            }
        }
    }
}
