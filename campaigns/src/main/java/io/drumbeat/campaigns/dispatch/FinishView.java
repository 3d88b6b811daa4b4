package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.pacing.Pacing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a lane's sends needs to know, read at one moment under the gate and the lock of the account at which
 * they began.
 *
 * @param now the database's clock
 * @param campaignPacing the campaign's own; null: its senders'
 * @param resends whether the campaign's uncertain sends are repeated, once
 * @param sinceRest how many sends the lane has begun since the last rest of the campaign's own pacing
 * @param enough {@link FailureWindow#enough} of the campaign
 * @param portfolio whose places the sender takes; null: it belongs to none
 * @param block what the lane holds of the tape; null: nothing
 */
record FinishView(
        Instant now,
        CampaignStatus status,
        @Nullable Pacing campaignPacing,
        AccountPace pace,
        boolean resends,
        int sinceRest,
        boolean enough,
        @Nullable String portfolio,
        LaneView.@Nullable Block block) {

    static FinishView read(ResultSet row) throws SQLException {
        return new FinishView(
                Times.read(row, "now"),
                CampaignView.status(row),
                CampaignView.pacing(row),
                AccountPace.read(row),
                row.getBoolean("resends"),
                row.getInt("lane_since_rest"),
                row.getBoolean("enough"),
                row.getString("portfolio_id"),
                LaneView.block(row));
    }
}
