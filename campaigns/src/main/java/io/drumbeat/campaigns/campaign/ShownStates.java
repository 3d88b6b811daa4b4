package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor;
import io.drumbeat.campaigns.database.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How campaigns stood when operators were last shown it, so that they are shown again what has changed, and nothing else. */
public final class ShownStates {

    /**
     * Of several processes, one takes each campaign: the one whose insert or update finds that nobody has just done it. Those whose
     * command or waits changed come first, told by the upper half of their state, and then those shown longest ago.
     */
    private static final String TAKE = """
            with now as (
                select campaign_id,
                       (hashtext(concat_ws(' ', c.version, w.waits))::bigint << 32)
                           + hashtext(concat_ws(' ', sum(l.sent), sum(l.failed), sum(l.unconfirmed), sum(l.skipped)))::bigint
                           + 2147483648 as state
                from unnest(:campaigns, :waits) w (campaign_id, waits)
                join campaign c using (campaign_id) join lane l using (campaign_id)
                group by campaign_id, c.version, w.waits),
            behind as (
                select campaign_id, now.state from now left join shown using (campaign_id)
                where shown.at is null or shown.state <> now.state and shown.at < clock_now() - interval '3 seconds'
                order by (shown.state >> 32) is not distinct from (now.state >> 32), shown.at nulls first, campaign_id
                limit greatest(0, :most - (select count(*) from shown where at > clock_now() - interval '3 seconds')))
            insert into shown (campaign_id, state, at)
            select campaign_id, state, clock_now() from behind order by campaign_id
            on conflict (campaign_id) do update set state = excluded.state, at = excluded.at
            where shown.state <> excluded.state and shown.at < clock_now() - interval '3 seconds'
            returning campaign_id""";

    private final Database database;

    /** Those in {@code database}. */
    public ShownStates(Database database) {
        this.database = database;
    }

    /**
     * The campaigns of {@code lanes} that stand otherwise than they were last shown; from now on they count as shown. None is named
     * twice within three seconds.
     *
     * @param lanes all lanes of the campaigns in question
     * @param most of how many, by all processes together; the others' turn is the next time
     */
    public List<CampaignId> behind(List<LaneWait> lanes, int most) {
        Map<UUID, StringBuilder> waits = new LinkedHashMap<>();
        for (LaneWait lane : lanes) {
            StringBuilder text = waits.computeIfAbsent(lane.campaign().value(), none -> new StringBuilder());
            WaitingFor waiting = lane.waitingFor();
            if (waiting != null && !waiting.passes()) {
                text.append(lane.sender()).append(waiting.why()).append(waiting.reason());
            }
        }
        return database.transact(handle -> handle.createQuery(TAKE)
                .bindArray("campaigns", UUID.class, waits.keySet())
                .bindArray(
                        "waits",
                        String.class,
                        waits.values().stream().map(StringBuilder::toString).toList())
                .bind("most", most)
                .mapTo(UUID.class)
                .map(CampaignId::new)
                .list());
    }

    /** That {@code campaign} was not shown after all: its turn is the next time. */
    public void missed(CampaignId campaign) {
        database.transact(handle -> handle.execute("delete from shown where campaign_id = ?", campaign.value()));
    }
}
