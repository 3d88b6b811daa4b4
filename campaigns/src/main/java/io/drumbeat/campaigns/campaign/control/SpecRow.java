package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.SpecJson;
import org.jdbi.v3.core.Handle;

/** The spec in a campaign's row. */
public final class SpecRow {

    private SpecRow() {}

    /** Of a campaign that is there. */
    public static CampaignSpec read(Handle handle, CampaignId campaign) {
        return handle.createQuery("select spec::text from campaign where campaign_id = :id")
                .bind("id", campaign)
                .mapTo(String.class)
                .map(SpecJson::read)
                .one();
    }

    /** Writes it, and wakes the campaign's lanes. Under the campaign's gate. */
    static void write(Handle handle, CampaignId campaign, CampaignSpec spec) {
        handle.createUpdate("""
                update campaign set spec = cast(:spec as jsonb), name = :name, version = version + 1 where campaign_id = :id""")
                .bind("id", campaign)
                .bind("spec", SpecJson.write(spec).toString())
                .bind("name", spec.name())
                .execute();
    }
}
