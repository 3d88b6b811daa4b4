package io.drumbeat.engine.workflow;

import io.temporal.workflow.Workflow;

/** A campaign's details follow what changes, by the signal {@link CampaignWorkflow#refresh}. Earlier versions dropped it. */
final class DetailsFollow {

    private DetailsFollow() {}

    /** Whether it is so in the run that asks, which may have begun before. To be asked once, as it begins. */
    static boolean here() {
        return Workflow.getVersion("details-follow", Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
    }
}
