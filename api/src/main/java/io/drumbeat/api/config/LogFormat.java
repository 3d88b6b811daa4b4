package io.drumbeat.api.config;

/** How log lines are written. */
public enum LogFormat {
    TEXT,
    JSON
}
