package io.drumbeat.engine.gateway;

import java.util.Set;

/**
 * What a vendor takes of one media type.
 *
 * @param mimeTypes the formats
 * @param maxBytes the largest file, in bytes
 */
public record MediaLimits(Set<String> mimeTypes, long maxBytes) {}
