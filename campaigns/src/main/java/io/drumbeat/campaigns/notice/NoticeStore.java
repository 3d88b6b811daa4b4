package io.drumbeat.campaigns.notice;

import io.drumbeat.campaigns.database.Database;
import java.time.Duration;
import java.util.List;

/** The notices that have not been told yet. Several processes may tell them at once. */
public interface NoticeStore {

    /** So long a notice is tried again. */
    Duration PATIENCE = Duration.ofHours(24);

    /** The one in {@code database}. */
    static NoticeStore on(Database database) {
        return new PostgresNoticeStore(database);
    }

    /**
     * Takes notices that are due, of each campaign its oldest only: the next waits until that one is told or given up. They
     * are the caller's for {@code lease}; then whoever held them is taken for dead, and they are due again.
     */
    List<Notice> take(int most, Duration lease);

    /** Whether anything is to be told, or will be: a campaign that has not ended asks for it. */
    boolean areWanted();

    /** It was heard. Safe to call twice. */
    void told(Notice notice);

    /**
     * It was not heard: it is tried again after 5 s, doubling up to an hour, and where that would be more than
     * {@link #PATIENCE} after the first attempt it is given up, which the campaign's log says. Does nothing where somebody else
     * has taken it since.
     *
     * @param why in words for the campaign's author
     * @return whether it is given up
     */
    boolean untold(Notice notice, String why);
}
