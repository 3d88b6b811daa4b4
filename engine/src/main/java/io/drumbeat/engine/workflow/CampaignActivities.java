package io.drumbeat.engine.workflow;

import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a campaign's workflow has done for it. Each may be repeated. */
@ActivityInterface
public interface CampaignActivities {

    /** The senders of the campaign's lanes, in order; empty where it has ended or is not there. */
    @ActivityMethod(name = "Prepare")
    List<String> prepare(String campaign);

    /** How the campaign stands now; null where there is none. */
    @ActivityMethod(name = "ReadCampaign")
    @Nullable
    Look look(String campaign);

    /**
     * Writes what an operator asked for.
     *
     * @param key makes a repetition do nothing
     * @return what came of it, in plain words
     */
    @ActivityMethod(name = "WriteCommand")
    String write(String campaign, Command command, String actor, @Nullable String reason, String key);

    /**
     * Lets the campaign run where its time has come.
     *
     * @return how long it is until then; zero: it is not scheduled, or not any more
     */
    @ActivityMethod(name = "StartWhenDue")
    long startWhenDueMillis(String campaign);

    /** Completes the campaign where nothing of it is left. */
    @ActivityMethod(name = "Complete")
    boolean complete(String campaign);

    /** Ends the campaign as failed. */
    @ActivityMethod(name = "Fail")
    void fail(String campaign, String reason);

    /**
     * A campaign's state, read.
     *
     * @param searchable whether the cluster has our search attributes
     */
    record Look(CampaignState state, boolean searchable) {}
}
