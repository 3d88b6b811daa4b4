package io.drumbeat.engine;

import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.dispatch.DispatchStores;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.engine.activity.CampaignContents;
import io.drumbeat.engine.activity.CampaignStates;
import io.drumbeat.engine.activity.Ticker;
import io.drumbeat.engine.publish.Publisher;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.tracing.Tracing;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.drumbeat.engine.workflow.PublishResult;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What activities work with.
 *
 * @param publisher {@link Publisher#ensure}
 * @param senders all of this process's senders.json
 * @param meters null: nothing is counted
 * @param activitiesPerSecond dispatch activities that the installation allows itself, of all its processes together
 * @param name of the process, for the journal
 */
public record EngineParts(
        DispatchStores dispatches,
        CampaignControl control,
        CampaignStates states,
        CampaignContents contents,
        Function<LaneId, PublishResult> publisher,
        ConnectedSenders senders,
        CampaignSignals signals,
        @Nullable MeterRegistry meters,
        Tracing tracing,
        Ticker ticker,
        double activitiesPerSecond,
        String name) {}
