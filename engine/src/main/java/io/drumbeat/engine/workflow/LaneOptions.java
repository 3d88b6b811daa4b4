package io.drumbeat.engine.workflow;

import io.drumbeat.campaigns.dispatch.LaneId;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.workflow.ChildWorkflowOptions;

/** How lanes are started by their campaign. */
final class LaneOptions {

    private LaneOptions() {}

    /**
     * @param campaign what it is called
     * @param searchable whether the cluster has our search attributes, which go on with the lane where its summary does not
     */
    static ChildWorkflowOptions child(LaneId lane, String campaign, boolean searchable) {
        return ChildWorkflowOptions.newBuilder()
                .setTypedSearchAttributes(
                        searchable
                                ? io.temporal.common.SearchAttributes.newBuilder()
                                        .set(SearchAttributes.CAMPAIGN_NAME, campaign)
                                        .build()
                                : io.temporal.common.SearchAttributes.EMPTY)
                .setStaticSummary(TimerSummary.of(campaign + ", by " + lane.sender()))
                .setWorkflowId(WorkflowIds.of(lane))
                .setTaskQueue(TaskQueues.CONTROL)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .build();
    }
}
