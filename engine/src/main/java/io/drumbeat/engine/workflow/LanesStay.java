package io.drumbeat.engine.workflow;

import io.temporal.workflow.Workflow;

/** A lane whose media cannot be published waits to be woken: until somebody resumes, or its campaign ends. It used to end. */
final class LanesStay {

    private LanesStay() {}

    /** Whether it is so in the workflow that asks, which may have begun before. */
    static boolean here() {
        return Workflow.getVersion("lanes-stay", Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
    }
}
