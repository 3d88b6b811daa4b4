package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Blocked;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.Rest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that decides whether a lane may begin, read at one moment under the gate and the account's lock.
 *
 * @param id its campaign
 * @param now the database's clock
 * @param news what a lane must hear of, in one text: who has which version of campaign and account
 * @param blocked why it sends nothing until somebody does something about it; null: it is not blocked
 * @param own how far it is with the campaign's own slower pace
 * @param block what it holds of the tape; null: nothing
 * @param place among the lanes that wait for the same slot
 * @param anythingDue whether a recipient waits for another go now
 */
record LaneView(
        CampaignId id,
        Instant now,
        String news,
        CampaignView campaign,
        AccountView account,
        @Nullable String blocked,
        OwnPace own,
        @Nullable Block block,
        Place place,
        boolean anythingDue) {

    /** What a lane that waits for others' sends counts for each of them at least, besides their pause. */
    private static final Duration A_SEND = Duration.ofMillis(50);

    /** How long after a slot has become anybody's the lane looks that was served last: whoever is nearer to a turn comes before. */
    private static final Duration LAST_LOOK = Duration.ofMillis(100);

    /** When a lane looks again that waits for a send which carries a file. */
    static final Duration A_FILE = Duration.ofSeconds(1);

    /** When a lane looks again whose sender this process knows otherwise than the database: it may meet another one. */
    private static final Duration ANOTHER_PROCESS = Duration.ofSeconds(5);

    /**
     * How far a lane is with its campaign's pace.
     *
     * @param sinceRest how many sends it has begun since its last rest
     */
    record OwnPace(Instant notBefore, int sinceRest) {}

    /**
     * Whose turn it is.
     *
     * @param servedAt when the lane was last served; long ago: never
     * @param ahead those that wait and were served longer ago
     * @param behind those that wait and were served since
     */
    record Place(Instant servedAt, int ahead, int behind) {

        /** The lanes that take turns, itself among them. */
        int askers() {
            return 1 + ahead + behind;
        }
    }

    /** Rows lo to hi of a tape. */
    record Block(int tape, long lo, long hi) {}

    /** What {@link #block} reads, of {@code l}. */
    static final String BLOCK = "l.block_tape, l.block_lo, l.block_hi";

    static LaneView read(ResultSet row) throws SQLException {
        return new LaneView(
                new CampaignId(row.getObject("campaign_id", UUID.class)),
                Times.read(row, "now"),
                row.getString("news"),
                CampaignView.read(row),
                AccountView.read(row),
                row.getString("blocked"),
                new OwnPace(Times.read(row, "not_before"), row.getInt("lane_since_rest")),
                block(row),
                new Place(Times.read(row, "served_at"), row.getInt("ahead"), row.getInt("behind")),
                row.getBoolean("anything_due"));
    }

    /** What a lane holds of the tape; null: nothing. */
    static @Nullable Block block(ResultSet row) throws SQLException {
        long lo = row.getLong("block_lo");
        return row.wasNull() ? null : new Block(row.getInt("block_tape"), lo, row.getLong("block_hi"));
    }

    /** Why this lane may not begin now, where its campaign has something left; empty where it may. */
    Optional<Turn> refusal(Means means) {
        return refusalOfSender(means)
                .or(() -> asleep(campaign.quietHours()))
                .or(() -> notYet(carriesFile(means.way()) ? A_FILE : A_SEND));
    }

    /** Why its sender may not send the campaign's message now, whenever its slot is free; empty where it may. */
    Optional<Turn> refusalOfSender(Means means) {
        return Optional.ofNullable(blocked)
                .<Turn>map(Turn.Gated::blocked)
                .or(() -> account.refusal(now))
                .or(() -> objection(means).map(reason -> Turn.Gated.disagrees(reason, ANOTHER_PROCESS)))
                .or(() -> mustPublish(means.way()) ? Optional.of(new Turn.Unpublished()) : Optional.empty())
                .or(() -> asleep(account.quietHours()));
    }

    /** By the clock of a zone; a recipient's own is looked at when its turn comes. */
    private Optional<Turn> asleep(@Nullable QuietHours hours) {
        if (hours == null || hours.zone() == null) {
            return Optional.empty();
        }
        return hours.awakeFrom(now, List.of(hours.zone()))
                .filter(now::isBefore)
                .map(awake -> Turn.Gated.quiet(Duration.between(now, awake)));
    }

    /** The quiet hours of its recipients' own clocks; null: there are none. */
    @Nullable
    QuietHours quietHoursOfRecipients() {
        QuietHours hours = campaign.quietHours();
        return hours != null && hours.zone() == null ? hours : null;
    }

    /** Why a process with {@code means} must not act for the sender; empty where it may. */
    Optional<String> objection(Means means) {
        return account.key() == null ? Optional.of(Blocked.NOT_CONFIGURED) : means.objection(account.key());
    }

    private boolean mustPublish(MediaWay way) {
        return way == MediaWay.UPLOAD && account.reference() == null;
    }

    /** Whether the next send brings the media to the vendor. */
    boolean carriesFile(MediaWay way) {
        return way == MediaWay.FIRST_SEND && account.reference() == null;
    }

    /** How many sends may begin beside those that are on; a delay's slot tells that by itself. */
    long room(MediaWay way) {
        if (!(account.pacing() instanceof Pacing.Rate rate)) {
            return 1;
        }
        if (carriesFile(way)) {
            return 1; // none is on
        }
        return Math.max(0, rate.maxInFlight() - account.sendsOn());
    }

    /** Its place among the lanes that wait. */
    Turn.Queued queued(boolean forAnEnd) {
        return new Turn.Queued(place.servedAt, id, forAnEnd);
    }

    /** What it may take. */
    Slots slots() {
        return allSlots().sharedBy(place.askers());
    }

    private Slots allSlots() {
        return Slots.of(account.pacing(), campaign.pacing(), account.slot().dueAt(), own.notBefore, now);
    }

    /** How many sends there may be before the account or the campaign rests. */
    int untilRest() {
        Pacing pacing = campaign.pacing();
        return Math.min(
                Rest.left(account.pacing().rest(), account.pace().sinceRest()),
                Rest.left(pacing == null ? null : pacing.rest(), own.sinceRest));
    }

    private Optional<Turn> notYet(Duration send) {
        return account.pacing().fold(delay -> notYet(delay, send), rate -> notYet(rate, send));
    }

    private Optional<Turn> notYet(Pacing.Delay delay, Duration send) {
        Duration queue =
                Pauses.mean(delay).plus(longer(account.slot().aSend(), A_SEND)).multipliedBy(place.ahead);
        return notYet(Duration.ZERO, send, queue)
                .or(() ->
                        place.ahead > 0 ? Optional.of(new Turn.NotYet(queue, null, queued(false))) : Optional.empty());
    }

    /** What the lane whose turn it is leaves for long is anybody's (docs/protocol.md#fair-turns). */
    private Optional<Turn> notYet(Pacing.Rate rate, Duration send) {
        if (rate.interval().isZero() && place.ahead > 0) { // its next slot is always now, and none is lost
            Duration queue = Slots.ANYBODYS.multipliedBy(place.ahead);
            return notYet(Duration.ZERO, send, queue)
                    .or(() -> Optional.of(new Turn.NotYet(queue, null, queued(false))));
        }
        return place.ahead == 0
                ? notYet(Slots.AHEAD, send, Duration.ZERO)
                : notYet(Slots.ANYBODYS, send, afterOthers());
    }

    /**
     * How long after a slot has become anybody's this lane looks for it: once those ahead may have had their turns, and the one
     * that was served last in time in any case, so that somebody looks, whoever is not there.
     */
    Duration afterOthers() {
        Duration turns = allSlots().turn(place.askers()).multipliedBy(place.ahead);
        Duration later = longer(turns, Slots.ANYBODYS).minus(Slots.ANYBODYS);
        return place.behind == 0 && later.compareTo(LAST_LOOK) > 0 ? LAST_LOOK : later;
    }

    /**
     * What the slot says.
     *
     * @param early how early it may be taken
     * @param queue for how long others come first
     */
    private Optional<Turn> notYet(Duration early, Duration send, Duration queue) {
        Instant soon = now.plus(early);
        if (own.notBefore.isAfter(soon)) {
            return Optional.of(new Turn.NotYet(Duration.between(soon, own.notBefore), null));
        }
        Slot slot = account.slot();
        if (slot.isHeld(now)) {
            Duration delay = longer(slot.untilTheHolderEnds(now), send).plus(queue);
            return Optional.of(new Turn.NotYet(delay, null, queued(true)));
        }
        if (slot.dueAt().isAfter(soon)) {
            Duration delay = Duration.between(soon, slot.dueAt()).plus(queue);
            return Optional.of(new Turn.NotYet(delay, slot.trouble(), place.ahead > 0 ? queued(false) : null));
        }
        return Optional.empty();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
