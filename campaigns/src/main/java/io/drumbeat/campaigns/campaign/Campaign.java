package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.CampaignSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as it stands, its figures all of one moment.
 *
 * @param statusReason why it has that status; null: nobody said
 * @param lanes in the order of its senders, and behind them those of senders that were taken out
 */
public record Campaign(
        CampaignId id,
        CampaignStatus status,
        @Nullable String statusReason,
        Times times,
        String createdBy,
        CampaignSpec spec,
        AudienceFigures audience,
        Progress progress,
        List<Lane> lanes) {

    public Campaign {
        lanes = List.copyOf(lanes);
    }

    public String name() {
        return spec.name();
    }

    /** The id of its workflow, the one that the Temporal UI shows. */
    public String workflowId() {
        return "campaign-" + id;
    }

    /** Itself without rate and estimate, which move with the clock: that alone is no news. */
    public Campaign withoutOutlook() {
        return new Campaign(
                id, status, statusReason, times, createdBy, spec, audience, progress.withoutOutlook(), lanes);
    }

    /**
     * When what became of it.
     *
     * @param startedAt when it first started; null: it has not
     * @param finishedAt when it ended; null: it has not
     * @param erasedAt since when its recipients, files and media are not there any more; null: they are
     */
    public record Times(
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Instant erasedAt) {}

    /**
     * How far it is: {@code pending + sending + sent + failed + unconfirmed + skipped = total}, always.
     *
     * @param heard what is known of {@code sent} beside that
     */
    public record Progress(
            long total,
            long pending,
            long sending,
            long sent,
            long failed,
            long unconfirmed,
            long skipped,
            Heard heard,
            Outlook outlook) {

        private Progress withoutOutlook() {
            return new Progress(total, pending, sending, sent, failed, unconfirmed, skipped, heard, Outlook.NONE);
        }

        /** The share that is settled, 0 to 100, to one decimal; 100 only where everything is, and there is something. */
        public double percent() {
            if (total == 0) {
                return 0;
            }
            long settled = total - pending - sending;
            return settled == total ? 100 : Math.min(99.9, Math.round(1000.0 * settled / total) / 10.0);
        }
    }

    /**
     * What vendors and recipients have told of its messages.
     *
     * @param read a part of {@code delivered}
     * @param held what vendors keep back for a quality check, and have reported nothing on since
     * @param replied recipients who answered within seven days of the send
     * @param optedOut recipients who wanted no more messages within seven days of the send
     */
    public record Heard(long delivered, long read, long held, long replied, long optedOut) {}

    /**
     * How it goes on.
     *
     * @param ratePerMinute recipients settled per minute, in the last one or two minutes; 0 where it does not run
     * @param estimatedFinishAt when it will be done, by its senders' paces, caps and other campaigns; null: it does not
     *     run, or none of them can send
     */
    public record Outlook(double ratePerMinute, @Nullable Instant estimatedFinishAt) {
        static final Outlook NONE = new Outlook(0, null);
    }

    /**
     * One sender's share of it.
     *
     * @param nextSendAt when it sends next; null: nothing to send, or nobody knows
     * @param waitingFor why it sends nothing at this moment; null: it sends, or has nothing to wait for
     * @param blockedReason why it sends nothing; null: it is not blocked
     */
    public record Lane(
            SenderId sender,
            LaneStatus status,
            long sent,
            long failed,
            long unconfirmed,
            @Nullable Instant nextSendAt,
            @Nullable WaitingFor waitingFor,
            @Nullable String blockedReason) {}

    /**
     * What a lane waits for.
     *
     * @param reason in plain words, a vendor's own where it is the reason; null: there is no more to say
     * @param until when it goes on by itself; null: once somebody does something about it, or nobody knows
     */
    public record WaitingFor(
            Why why, @Nullable String reason, @Nullable Instant until) {

        /** Whether such waits come and go by the second where all is well: its own pace, and what others of its campaign or number do. */
        public boolean passes() {
            return switch (why) {
                case PACE, TURN, ROWS -> true;
                case VENDOR, PUBLISHING, CAP, QUIET, PAUSED, BLOCKED, WORKER -> false;
            };
        }

        /** The kinds of it. */
        public enum Why {
            /** Its sender's or its campaign's own pause between two sends. */
            PACE,
            /** Another campaign has the sender's slot, or comes first. */
            TURN,
            /** The vendor does not answer, or asks to slow down. */
            VENDOR,
            /** Its media is not at the vendor yet. */
            PUBLISHING,
            /** What is left is in other lanes, or due again later. */
            ROWS,
            /** Its sender's daily cap is reached. */
            CAP,
            /** It is night: for the campaign, the sender, or all recipients that are left. */
            QUIET,
            /** Its campaign or its sender is paused. */
            PAUSED,
            /** Its sender sends nothing until somebody does something about it. */
            BLOCKED,
            /** No process that sends is running. */
            WORKER
        }
    }

    /** How a lane stands. */
    public enum LaneStatus {
        /** It has not begun. */
        WAITING,
        RUNNING,
        /** Its campaign or its sender is paused. */
        PAUSED,
        /** Its sender sends nothing until somebody does something about it. */
        BLOCKED,
        /** Its sender's daily cap is reached. */
        CAPPED,
        /** Nothing is sent before the night is over. */
        QUIET,
        /** It will send nothing more. */
        DONE
    }
}
