/** CampaignWorkflow and LaneWorkflow: they decide and wait. */
@NullMarked
package io.drumbeat.engine.workflow;

import org.jspecify.annotations.NullMarked;
