package io.drumbeat.engine.workflow;

/** The two task queues: what decides never waits behind what sends. */
public final class TaskQueues {
    /** Workflows, and the activities that read and write a campaign's status. */
    public static final String CONTROL = "drumbeat";

    /** Activities that wait for slots, send and upload. */
    public static final String DISPATCH = "drumbeat-dispatch";

    private TaskQueues() {}
}
