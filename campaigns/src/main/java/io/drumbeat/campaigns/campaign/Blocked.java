package io.drumbeat.campaigns.campaign;

/** What keeps a lane from sending until somebody does something about it: the media, its sender or its account. */
public final class Blocked {

    /** Of a sender, without a full stop. */
    public static final String NOT_CONFIGURED = "it is not in senders.json";

    /** Of a lane, without a full stop. */
    public static final String REMOVED = "it was taken out of this campaign";

    /** In SQL, of {@code l}, {@code s} and {@code a}: which of them it is, in plain words; null: it may send. */
    public static final String REASON = """
            coalesce(case when l.removed then '%s' end, l.unpublishable,
                     case when s.configured is not true then '%s' end, a.blocked_reason)""".formatted(REMOVED, NOT_CONFIGURED);

    private Blocked() {}
}
