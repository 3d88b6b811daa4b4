package io.drumbeat.engine.workflow;

/**
 * What a lane starts with, and all that crosses its continue-as-new.
 *
 * @param hintMillis how far away its next slot is thought to be
 */
public record LaneRun(LaneRef lane, long hintMillis) {}
