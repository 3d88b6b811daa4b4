package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.QuietHoursJson;
import io.drumbeat.campaigns.pacing.Rest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a lane's campaign decides whether the lane may begin.
 *
 * @param statusReason why it has that status; null: nobody said
 * @param pacing its own; null: its senders'
 * @param quietHours in which it sends nothing; null: there are none
 * @param tripped why it must pause, where its status has not followed yet; null: it need not
 * @param notWithin whom any campaign has sent to within this time is skipped; null: nobody is
 */
record CampaignView(
        CampaignStatus status,
        @Nullable String statusReason,
        @Nullable Pacing pacing,
        @Nullable QuietHours quietHours,
        @Nullable String tripped,
        @Nullable Duration notWithin) {

    /** What {@link #pacing} reads, of {@code c}. */
    static final String PACING = """
            c.spec #>> '{pacing,minDelay}' as campaign_min, c.spec #>> '{pacing,maxDelay}' as campaign_max,
            c.spec #>> '{pacing,ratePerSecond}' as campaign_rate, c.spec #>> '{pacing,rest,after}' as campaign_rest_after,
            c.spec #>> '{pacing,rest,for}' as campaign_rest""";

    /** What {@link #read} reads, of {@code c} and {@code w}. */
    static final String COLUMNS = """
            c.status, c.status_reason, w.tripped, c.spec #>> '{schedule,quietHours}' as campaign_quiet_hours,
            c.spec ->> 'notWithin' as not_within,\s""" + PACING;

    static CampaignView read(ResultSet row) throws SQLException {
        String notWithin = row.getString("not_within");
        return new CampaignView(
                status(row),
                row.getString("status_reason"),
                pacing(row),
                QuietHoursJson.CAMPAIGN.stored(row.getString("campaign_quiet_hours")),
                row.getString("tripped"),
                notWithin == null ? null : Duration.parse(notWithin));
    }

    static CampaignStatus status(ResultSet row) throws SQLException {
        return CampaignStatus.parse(row.getString("status")).orElseThrow();
    }

    /** Its own pacing; null: its senders'. */
    static @Nullable Pacing pacing(ResultSet row) throws SQLException {
        String min = row.getString("campaign_min");
        String max = row.getString("campaign_max");
        if (min != null && max != null) {
            return new Pacing.Delay(Duration.parse(min), Duration.parse(max), rest(row));
        }
        String rate = row.getString("campaign_rate");
        Rest rest = rest(row);
        if (rate == null || (rate.equals("unlimited") && rest == null)) {
            return null;
        }
        double perSecond = rate.equals("unlimited") ? Double.POSITIVE_INFINITY : Double.parseDouble(rate);
        return new Pacing.Rate(perSecond, 1, rest);
    }

    private static @Nullable Rest rest(ResultSet row) throws SQLException {
        String after = row.getString("campaign_rest_after");
        return after == null ? null : new Rest(Integer.parseInt(after), Duration.parse(row.getString("campaign_rest")));
    }

    /** Why none of its lanes may begin now; empty where they may. */
    Optional<Turn> refusal() {
        if (status.ended()) {
            return Optional.of(new Turn.Exhausted());
        }
        if (status != CampaignStatus.RUNNING) {
            return Optional.of(
                    Turn.Gated.paused(statusReason == null ? "The campaign is " + status.text() + "." : statusReason));
        }
        if (tripped != null) {
            return Optional.of(Turn.Gated.paused(tripped));
        }
        return Optional.empty();
    }
}
