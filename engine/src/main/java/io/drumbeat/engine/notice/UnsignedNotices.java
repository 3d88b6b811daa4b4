package io.drumbeat.engine.notice;

import io.drumbeat.campaigns.notice.NoticeStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says, in a process that has no secret to sign notices with, that some are wanted. For one thread. */
public final class UnsignedNotices {

    private static final Logger LOG = LoggerFactory.getLogger(UnsignedNotices.class);

    private final NoticeStore store;
    private boolean said;

    public UnsignedNotices(NoticeStore store) {
        this.store = store;
    }

    /** Warns once. */
    public void look() {
        if (!said && store.areWanted()) {
            said = true;
            LOG.warn(
                    "There are campaigns with notify, and this process cannot sign what is to be posted: start it with the"
                            + " DRUMBEAT_NOTIFY_SECRET that they were posted under. Until then their posts wait, and none is lost.");
        }
    }
}
