package io.drumbeat.engine.simulator.protocol;

/**
 * A failure that some numbers ask for.
 *
 * @param code what all vendors know it by
 * @param received whether the message reaches the phone all the same
 */
public record Fault(String code, boolean received) {}
