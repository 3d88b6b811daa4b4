package io.drumbeat.campaigns.audience.phone;

/**
 * How well numbers without a country code suit a region.
 *
 * @param region ISO 3166 alpha-2
 * @param mobiles how many of those that were looked at are mobile numbers there
 * @param looked how many were looked at, at least one
 */
public record RegionFit(String region, int mobiles, int looked) {}
