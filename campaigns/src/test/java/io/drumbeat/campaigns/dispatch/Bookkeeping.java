package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign.Progress;
import io.drumbeat.campaigns.campaign.CampaignStore;
import java.util.List;

/** Whether everybody is counted where they stand, and can still be found who has to be. */
final class Bookkeeping {

    private Bookkeeping() {}

    /** Of {@code campaign} of {@code recipients}. */
    static void assertAddsUp(Installation installation, CampaignId campaign, int recipients, String when) {
        Progress progress = progress(installation, campaign);
        assertThat(progress.pending()
                        + progress.sending()
                        + progress.sent()
                        + progress.failed()
                        + progress.unconfirmed()
                        + progress.skipped())
                .as(when)
                .isEqualTo(recipients);
        if (!installation.status(campaign).equals("cancelled")) {
            assertThat(progress.pending()).as("pending, %s", when).isEqualTo(pending(installation, campaign));
        }
        assertThat(installation.count("select count(*) - count(distinct (campaign_id, tape, n)) from journal"))
                .as("recipients that are on twice, %s", when)
                .isZero();
        for (String status : List.of("sent", "failed", "unconfirmed", "skipped")) {
            assertThat(installation.count("""
                    select count(*) from lane l where l.campaign_id = ? and l.%1$s <>
                        (select count(*) from recipient r left join journal j using (campaign_id, tape, n)
                          where r.campaign_id = l.campaign_id and r.sender_id = l.sender_id and r.status = '%1$s'
                            and j.n is null)""".formatted(status), campaign.value()))
                    .as("lanes that miscount %s, %s", status, when)
                    .isZero();
        }
    }

    static Progress progress(Installation installation, CampaignId campaign) {
        return CampaignStore.on(installation.database.database())
                .find(campaign)
                .orElseThrow()
                .progress();
    }

    /** Where they can still be found: due, in a block, or behind the tape's cursor. */
    private static long pending(Installation installation, CampaignId campaign) {
        return installation.count("""
                select count(*) from recipient r where r.campaign_id = ? and r.status is null
                  and not exists (select from journal j where (j.campaign_id, j.n) = (r.campaign_id, r.n))
                  and (exists (select from due d where (d.campaign_id, d.n) = (r.campaign_id, r.n))
                    or exists (select from lane l where l.campaign_id = r.campaign_id and r.n between l.block_lo and l.block_hi)
                    or exists (select from free_block f where f.campaign_id = r.campaign_id and r.n between f.lo and f.hi)
                    or exists (select from tape t where t.campaign_id = r.campaign_id and r.n >= t.next_n))""", campaign.value());
    }
}
