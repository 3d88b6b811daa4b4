package io.drumbeat.api.security;

/**
 * Who is asking.
 *
 * @param name the name of the token, which is what the campaigns' logs record
 */
public record Caller(String name, Role role) {}
