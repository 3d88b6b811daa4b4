package io.drumbeat.campaigns.pacing;

/**
 * What several accounts may use together, people in a day: each recipient takes a place, and has it for as long as a
 * {@link DailyCap}'s send has.
 *
 * @param portfolio whose places they are
 * @param people how many, and those that are taken
 */
public record SharedPlaces(String portfolio, DailyCap people) {}
