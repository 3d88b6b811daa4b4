package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.spec.CampaignSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes a campaign's status: the gate that every send passes. A change is written under the exclusive gate, with its
 * line in the campaign's log, in one transaction.
 */
public interface CampaignControl {

    /** The one in {@code database}. */
    static CampaignControl on(Database database) {
        return new PostgresCampaignControl(database);
    }

    /** What a person may ask for. */
    enum Command {
        START,
        PAUSE,
        RESUME,
        CANCEL,
        /** Cancel, of a draft only: nothing of it was sent. */
        DISCARD
    }

    /** What came of a command. */
    sealed interface Result permits Applied, Refused, Excluded, Outdated, Unfinished, Unknown, AlreadySent, Erased {}

    /** The campaign has the status asked for; {@code changed} is false where it had it already. */
    record Applied(CampaignStatus status, boolean changed) implements Result {}

    /** That is not possible in this status. */
    record Refused(CampaignStatus status) implements Result {}

    /**
     * What became of phones that were to be excluded.
     *
     * @param excluded recipients that get no message, by this call or before it
     * @param alreadySent recipients whose send is on or over, whatever came of it
     * @param notInCampaign phones that none of its recipients has
     */
    record Excluded(long excluded, long alreadySent, long notInCampaign) implements Result {}

    /** It cannot start: it has none of these {@code parts} yet, {@code recipients} and {@code media}. */
    record Unfinished(List<String> parts) implements Result {
        public Unfinished {
            parts = List.copyOf(parts);
        }
    }

    /** It has another spec by now than the change was made of: nothing was changed. */
    record Outdated() implements Result {}

    /** Its recipients were erased: there is nobody to try again. */
    record Erased() implements Result {}

    /** There is no such campaign. */
    record Unknown() implements Result {}

    /**
     * Carries out {@code command}. Once a pause or a cancel has returned, no new send begins: it waits, 2 s at most,
     * for those begun just before. Safe to call twice.
     *
     * @param actor who asks, for the log
     * @param reason why, for the log and the campaign's status reason; null: not said
     * @param commandKey where it is given and was seen before, the command does nothing: a later one must not be
     *     undone by a repetition. Null: a command of its own
     */
    Result apply(CampaignId id, Command command, String actor, @Nullable String reason, @Nullable String commandKey);

    /**
     * Gives the recipients that {@code what} names another go: a completed or failed campaign runs again with them, one that
     * is paused waits to be resumed. Whose send is on, or whose message has arrived, is left alone. They are taken a piece at a
     * time; whatever ends this half-way, the same again does the rest. Twice finds nothing more, and is no fault.
     *
     * @param actor who asks, for the log, which also tells how many there were
     */
    Result retry(CampaignId id, Retry what, String actor);

    /**
     * Erases a campaign that has ended: from now on nobody is shown its recipients, files and media, and nothing of it is tried
     * again; they are deleted soon ({@link io.drumbeat.campaigns.erasure.Erasing}). Its figures and its log stay. Safe to call twice.
     *
     * @param actor who asks, for the log
     * @param reason null: not said
     * @return {@link Applied}, {@link Refused} for one that has not ended, or {@link Unknown}
     */
    Result erase(CampaignId id, String actor, @Nullable String reason);

    /**
     * Skips the pending recipients of a campaign that has not ended who have one of {@code phones}, in whatever form. They are
     * taken a piece at a time; whatever ends this half-way, the same again does the rest.
     *
     * @param phones E.164
     * @param actor who asks, for the log, which also tells how many there were
     * @return {@link Excluded}, {@link Refused} or {@link Unknown}
     */
    Result exclude(CampaignId id, Collection<String> phones, String actor);

    /**
     * Gives a campaign that has started and not ended another spec, in force from the next send. A sender that is not in it any
     * more finishes what it has begun, and what else it held is anyone's; one that is new takes its share.
     *
     * @param before what {@code after} was made of
     * @param actor who asks, for the log, which also tells what is other than before
     * @return {@link Applied}, {@link Refused} for a draft or one that has ended, {@link Outdated} or {@link Unknown}
     */
    Result change(CampaignId id, CampaignSpec before, CampaignSpec after, String actor);

    /**
     * Completes the campaign if it is running and nothing of it is pending, due or in the journal.
     *
     * @return whether it is completed now
     */
    boolean complete(CampaignId id);

    /**
     * Does what breakers ask for, in every campaign: pauses what a breaker tripped and what has only blocked senders
     * left, and lets those go on that were paused only for the latter. Safe to call at any time, in several processes.
     */
    void applyBreakers();

    /**
     * Lets a scheduled campaign run whose time has come, by the database's clock. Safe to call at any time.
     *
     * @return how long it is until then; zero: it is not scheduled, or not any more
     */
    Duration startWhenDue(CampaignId id);

    /** Lets all scheduled campaigns run whose time has come. Safe to call at any time, in several processes. */
    void startAllDue();

    /** Ends a running campaign of which nothing could be prepared or published as failed, with the reason. */
    void fail(CampaignId id, String reason);

    /**
     * Has {@code listener} hear of each campaign whose status {@link #applyBreakers} or {@link #startAllDue} changes in this
     * process, whoever asked for it, once that is committed.
     */
    void listener(Consumer<CampaignId> listener);

    /**
     * Has {@code body} say, as JSON, what is told of a campaign whose spec names an address for it: with each change of its
     * status that the spec asks for, in the same transaction.
     */
    void notices(Function<Campaign, String> body);
}
