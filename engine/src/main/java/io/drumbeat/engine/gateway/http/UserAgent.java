package io.drumbeat.engine.gateway.http;

import io.drumbeat.engine.build.Build;

/** Who we say we are to every server that we ask for something: {@code Drumbeat/} and our version. */
public final class UserAgent {

    public static final String TEXT = "Drumbeat/" + Build.THIS.version();

    private UserAgent() {}
}
