package io.drumbeat.campaigns.monitoring;

/**
 * One figure of an installation.
 *
 * @param name what is measured
 * @param of which part of it; empty: it has none
 */
public record Figure(String name, String of, double value) {}
