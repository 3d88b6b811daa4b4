package io.drumbeat.campaigns.campaign.control;

/** What of a campaign has no outcome yet: conditions in SQL, of {@code c}. */
public final class Unsettled {

    /** Rows that a lane sends or holds, or has given back: any other lane may yet get them. */
    public static final String WITH_LANES = """
            (exists (select from journal j where j.campaign_id = c.campaign_id)
             or exists (select from free_block f where f.campaign_id = c.campaign_id)
             or exists (select from lane b where b.campaign_id = c.campaign_id and b.block_lo is not null))""";

    /** Any row at all: a campaign without one is complete. */
    public static final String ANY = """
            (exists (select from tape t where t.campaign_id = c.campaign_id and t.next_n <= t.size)
             or exists (select from due d where d.campaign_id = c.campaign_id)
             or %s)""".formatted(WITH_LANES);

    private Unsettled() {}
}
