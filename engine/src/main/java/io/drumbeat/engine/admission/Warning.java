package io.drumbeat.engine.admission;

/**
 * Something that keeps nobody from sending a campaign, and that its author should know before.
 *
 * @param code stable, in snake case
 * @param message for a person: what it is, and what to do
 */
public record Warning(String code, String message) {}
